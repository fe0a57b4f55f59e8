import { serve } from "../shared/engine/inbox.js";
import { grow } from "./engine.js";

const JOBS = { grow };
serve(JOBS);
