import { serve } from "../shared/engine/inbox.js";
import { draw } from "./engine.js";

const JOBS = { draw };
serve(JOBS);
