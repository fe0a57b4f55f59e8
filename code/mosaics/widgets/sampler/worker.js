import { serve } from "../shared/engine/inbox.js";
import { sample } from "../shared/engine/sample.js";
import { several } from "./engine.js";

const JOBS = { sample, several: several(sample) };
serve(JOBS);
