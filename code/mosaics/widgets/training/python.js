// The Python that trains a network as TrainingLab does.

/** @param {{ width: number, padding: string, seconds: number, seed: number }} run */
export function python({ width, padding, seconds, seed }) {
  return [
    "from mosaics.widgets import TrainingLab",
    "",
    "# how far a training comes in these seconds depends on the machine; Python and a page draw",
    "# weights and batches of a seed each in its own way: their runs are alike, not the same",
    `lab = TrainingLab(width=${width}, padding="${padding}", seconds=${seconds}, seed=${seed})`,
    "lab",
    "",
  ].join("\n");
}
