// Which line of the plot is whose.
import { h, svg } from "../shared/view/elements.js";

export function legend() {
  /** @param {string} name @param {string} text */
  const entry = (name, text) => {
    const line = svg("path", { class: name, d: "M1 5H27" });
    return h(
      "li",
      {},
      svg("svg", { width: 28, height: 10, "aria-hidden": "true", class: "lab-plot" }, line),
      text,
    );
  };
  return h(
    "ul",
    { class: "lab-legend" },
    entry("lab-line", "the machine"),
    entry("lab-line lab-ideal", "the ideal machine"),
    entry("lab-line lab-linear", "Wiener, the best linear filter"),
    entry("lab-line lab-chance", "the network, another noise"),
  );
}
