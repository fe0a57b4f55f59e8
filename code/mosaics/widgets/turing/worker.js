import { serve } from "../shared/engine/inbox.js";
import { evolve } from "./engine.js";

const JOBS = { evolve };
serve(JOBS);
