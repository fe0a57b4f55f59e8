// What the scripts of the book's pages take from each other. They are scripts of the old kind,
// which a page may load when it is a file itself; each sees the names that those before it declare.
import type { Home, Place, Traits, Value } from "../code/mosaics/widgets/shared/types.js";
import type { Frame, Root } from "../code/mosaics/widgets/shared/view/frame.js";

interface Section {
  url: string;
  page: string;
  title: string;
  text: string;
}

interface Options {
  fields: string[];
  tokenize(text: string): string[];
  processTerm(word: string): string;
  searchOptions: {
    combineWith: "AND" | "OR";
    boost: Record<string, number>;
    prefix(term: string): boolean;
    fuzzy(term: string): number | false;
    weights: { prefix: number; fuzzy: number };
    boostDocument(id: number): number;
  };
}

declare global {
  /** A file of _static/labs, as _ext/house/labs.py names it. */
  interface LabFile {
    lab: string;
  }

  /** Bytes of a widget's state: the keys that lead to where they belong, and their file. */
  interface LabBuffer extends LabFile {
    path: string[];
  }

  /** What a page keeps of a widget. */
  interface LabSource {
    state: LabState;
    buffers?: LabBuffer[];
    model_module?: string;
  }

  /** What anywidget syncs and, as files, code, style and worker. */
  type LabState = Partial<Omit<Traits, "_worker">> & {
    _esm?: LabFile;
    _css?: LabFile;
    _worker?: LabFile;
  };

  /** The same once its bytes are there. */
  type LabTraits = Traits & Omit<LabState, keyof Traits>;

  /** A widget's module: anywidget's own form. */
  interface LabModule {
    initialize?(place: { model: LabModel }): unknown;
    render?(place: Place): unknown;
  }

  /** What hears a model: a change's value, or a kernel's message and its buffers. */
  type LabListener = (...values: never[]) => void;

  /** A set of the book in the list of them, by its name. */
  interface LabSet extends LabFile {
    label: string;
    shape: number[];
    labels: number[];
    classes: string[];
  }

  /** The labs of a page, by the scripts that stand for them in it. */
  interface LabPage {
    find(lab: string, place: number): HTMLScriptElement | undefined;
    placeOf(script: HTMLScriptElement): number;
    labOf(script: HTMLScriptElement): Frame | undefined;
    around(script: HTMLScriptElement): Element;
    start(script: HTMLScriptElement): Promise<void>;
  }

  type LabHome = Home;
  type LabValues = Record<string, Value>;
  type Lab = Frame;
  type LabRoot = Root;

  /** _ext/house/search.py */
  const BOOK_SECTIONS: Section[];
  type BookSection = Section;

  /** The part of web/vendor/minisearch that the search uses. */
  class MiniSearch {
    constructor(options: Options);
    addAll(sections: (Section & { id: number })[]): void;
    search(words: string): { id: number; terms: string[] }[];
  }

  interface Window {
    MathJax?: { startup?: { promise?: Promise<void> } };
  }

  interface HTMLScriptElement {
    stored?: unknown; // what a file of _static/labs leaves with the element that loads it
  }
}
