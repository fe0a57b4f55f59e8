import { serve } from "../shared/engine/inbox.js";
import { sample } from "../shared/engine/sample.js";

const JOBS = { sample };
serve(JOBS);
