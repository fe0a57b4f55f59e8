import { serve } from "../shared/engine/inbox.js";
import { place } from "./engine.js";

const JOBS = { place };
serve(JOBS);
