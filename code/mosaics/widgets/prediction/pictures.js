// What the lab shows first: the noise, both pictures from it, their difference, how alike they are.
/** @import { Floats, Shape } from "../shared/types" */
/** @import { Score } from "./scores.js" */
/** @import { Moment, Params, Scores } from "./view.js" */
import { imageCount, show } from "../shared/state/numbers.js";
import { h, penOf } from "../shared/view/elements.js";
import { picture } from "../shared/view/paint.js";
import { stage } from "../shared/view/stage.js";
import { differenceColours, rootMeanSquare, scoreText } from "./scores.js";

const KEY = "Orange: network darker; blue: machine darker";

export class Pictures {
  /** @param {Shape} shape @param {HTMLElement} words say what is seen, or how far a run is */
  constructor(shape, words) {
    const make = (/** @type {string} */ title) => picture(shape, title);
    this.shape = shape;
    this.noise = make("The same noise");
    this.network = make("Network");
    this.machine = make("Machine");
    this.difference = make("Difference");
    this.words = words;
    this.figure = h("span", { class: "lab-figure" }, "\u00a0");
    this.verdict = h("p", { class: "lab-note lab-verdict" }, "\u00a0");
    this.el = this.makeStage();
  }

  makeStage() {
    const { noise, network, machine, difference, words, figure, verdict } = this,
      pictures = [noise, network, machine, difference].map((each) => each.el);
    return stage([
      h("div", { class: "lab-pictures lab-four" }, pictures),
      h("p", { class: "lab-note lab-difference-key" }, KEY),
      h("div", { class: "lab-score" }, figure, h("div", {}, words, verdict)),
    ]);
  }

  /**
   * A moment of a run, or one that is still under way, whose words are its own
   * @param {Moment} moment @param {string} name the machine's @param {boolean} last
   * @param {boolean} live
   */
  show({ sigma, r2, network, machine }, name, last, live) {
    const what = last ? "its picture" : "its guess";
    this.network.set(network, what);
    this.machine.set(machine, `${what}, ${name}`);
    this.showDifference(network, machine);
    this.figure.textContent = `r² ${scoreText(r2)}`;
    const which = last ? "between the two pictures" : `between the guesses at σ = ${show(sigma)}`;
    if (!live) this.words.textContent = which;
  }

  /** @param {Floats} network @param {Floats} machine */
  showDifference(network, machine) {
    const { canvas, note } = this.difference,
      pen = penOf(canvas),
      [, H, W] = this.shape;
    const image = pen.createImageData(W, H),
      off = rootMeanSquare(network, machine).toFixed(2);
    differenceColours(image.data, network, machine, this.shape);
    pen.putImageData(image, 0, 0);
    note.textContent = `RMS ${off}; orange: network darker`;
    canvas.setAttribute(
      "aria-label",
      `Difference: root mean square ${off}. ` +
        "Orange where the network has more ink, blue where the machine has.",
    );
  }

  /**
   * With how many of the network's images the machine came so near, and how near others come
   * @param {Params} params @param {Scores} result @param {number} all images
   */
  judge({ machine, N }, { r2, ideal, wiener, chance }, all) {
    const end = (/** @type {Score[]} */ scores) => scoreText(scores[scores.length - 1]);
    const name = machine === "IS" ? "The ideal machine" : machine;
    const seen = N < all ? `${show(N)} of the network’s ${imageCount(all)}` : imageCount(N);
    const grey = r2 === null ? "; one picture is a single grey" : "";
    const perfect = machine === "IS" ? "" : `the ideal machine ${end(ideal)}, `;
    const linear = wiener.length ? `the Wiener filter ${end(wiener)}, ` : "";
    const others = `${linear}${perfect}another noise ${end(chance)}`;
    this.verdict.textContent = `${name} with ${seen}${grey}. To compare: ${others}.`;
  }
}
