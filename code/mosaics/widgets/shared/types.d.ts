// What goes between a page and its engines, and what modules share; the code itself is JavaScript.
import type { PictureSet } from "./pictures/set.js";
import type { Frame } from "./view/frame.js";

/** Numbers in a row: pixels, weights, noise. */
export type Numbers = ArrayLike<number>;
export type Floats = Float32Array<ArrayBuffer>;
export type Doubles = Float64Array<ArrayBuffer>;
export type Bytes = Uint8Array<ArrayBuffer>;

/** Channels, height, width of an image. */
export type Shape = [C: number, H: number, W: number];

/** [noise level, side of the window] of a schedule. */
export type Pair = [sigma: number, P: number];

// ---------------------------------------------------------------- in a worker
/** What a job says on its way: "step" ..., at last "done" or "missing". */
export type Saying = { type: string; [field: string]: unknown };
export type Said = [Saying, Record<string, Numbers>];
export type Run<Out = void> = Generator<Said, Out, undefined>;

/** A guess of the clean image from a noisy one at a noise level. */
export type Denoise = (z: Numbers, sigma: number) => Doubles;

/** A job that a worker can do; each has parameters of its own. */
export type Job = { do(params: object, arrays: Float32Array[]): Iterable<Said> }["do"];

export type Request =
  | { type: "data"; bytes: Bytes; D: number; weights?: Bytes }
  | { type: "cancel"; job: string }
  | { type: "run"; id: string; task: string; params: object; buffers: Float32Array[] };

/** The part of a worker's global scope that the engine uses. */
export interface Scope {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(message: object, transfer: Transferable[]): void;
}

// ---------------------------------------------------------------- in a page
/** Bytes as a kernel sends them or a page holds them. */
export type Raw = DataView<ArrayBuffer> | ArrayBuffer;

/** Bytes that a page of the book loads when they are asked for; a notebook has them. */
export type Late = Raw | (() => Promise<Raw>);

/** Traits of a lab that may take the place of another one, where they differ. */
export interface Other extends Omit<Partial<Traits>, "images" | "weights"> {
  images?: Late;
  rows?: number[]; // which of the images, where not all
  weights?: Late;
}

/** What the labs' Python classes sync; `_worker` is an address on a page of the book. */
export interface Traits {
  images: Raw;
  weights?: Raw;
  first: Raw;
  origin: Raw;
  shape: number[];
  labels: number[];
  classes: string[];
  settings: unknown;
  opened: Record<string, Value>;
  made: { lab: string; data: string; fixed: Record<string, Value> };
  description: string;
  others?: Record<string, Other>;
  _worker?: string;
}

/** anywidget's model, or what stands for it in a page without a kernel. */
export interface Model {
  get<Name extends keyof Traits>(name: Name): Traits[Name];
  send(
    content: object,
    callbacks: { iopub: { status: Read } } | undefined,
    buffers: ArrayBufferLike[],
  ): void;
  on(event: string, listener: (content: Answer, buffers?: DataView[]) => void): void;
  off(event: string, listener: (content: Answer, buffers?: DataView[]) => void): void;
}

/** A message of an engine; one without `id` is of no job. */
export interface Answer {
  type: string;
  id?: string;
  view?: string;
  message?: string;
  names?: string[];
}

/** An answer as a lab hears it: fields and arrays by name, and the time since its job was asked. */
export interface Heard extends Answer {
  arrays: Record<string, Floats>;
  ms: number;
}

/** What a lab does at the messages of its job; `end` comes after each but "step" and "missing". */
export interface Listener {
  step?(message: Heard): void;
  done(message: Heard): void;
  missing?(): void;
  end?(kind: string): void;
}

/** Hears a kernel's states while it reads a message. */
export type Read = (message: { content: { execution_state: string } }) => void;

export interface Engine {
  send(
    message: { type: string; id?: string; [field: string]: unknown },
    buffers?: Floats[],
    read?: Read,
  ): void;
  close(): void;
}

/**
 * Where a lab stands, on a page of the book: the page's address, which of its class it is there,
 * and the address of the page that the lab has for itself.
 */
export interface Home {
  page: string;
  place: number;
  own?: string;
  link?: string; // what it is opened with
  sets?(): Promise<{ name: string; label: string; load(): Promise<PictureSet> }[]>;
}

/** A lab with other data than those it was made with: what it was made with, and the others. */
export interface Brought {
  made: Model;
  set: PictureSet;
}

/** What anywidget, or web/lab-host.js, hands to a lab's view. */
export interface Place {
  model: Model;
  home?: Home;
  el: HTMLElement & { labState?: () => unknown };
}

export interface Context extends Place {
  worker: string;
  brought?: Brought;
  reopen(model: Model, brought?: Brought): Frame;
}

export type Value = string | number | undefined;

/**
 * Something of a lab that can be read and set from outside; `near`: the nearest that there is will
 * do.
 */
export interface Control {
  readonly value: Value;
  near?: boolean;
  set(value: Value): void;
}

export type Children = (string | Node | null | undefined | Children)[];
export type Attributes = Record<string, unknown>;
