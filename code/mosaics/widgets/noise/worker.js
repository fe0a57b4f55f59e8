import { serve } from "../shared/engine/inbox.js";
import { denoise } from "./engine.js";

const JOBS = { denoise };
serve(JOBS);
