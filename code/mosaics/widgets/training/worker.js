import { serve } from "../shared/engine/inbox.js";
import { train } from "./engine.js";

const JOBS = { train };
serve(JOBS);
