import { serve } from "../shared/engine/inbox.js";
import { sample, several } from "./engine.js";

const JOBS = { sample, several };
serve(JOBS);
