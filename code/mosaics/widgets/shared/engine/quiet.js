// Runs within a job.
/** @import { Run, Saying } from "../types" */

/**
 * A run of which is told only that it goes on
 * @template Out
 * @param {Run<Out>} run @param {Saying} said
 * @returns {Run<Out>}
 */
export function* quietly(run, said) {
  try {
    for (;;) {
      const next = run.next();
      if (next.done) return next.value;
      yield [said, {}];
    }
  } finally {
    run.return(/** @type {Out} */ (undefined)); // also where the job is cancelled
  }
}
