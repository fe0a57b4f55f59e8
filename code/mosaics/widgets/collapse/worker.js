import { serve } from "../shared/engine/inbox.js";
import { collapse } from "./engine.js";

const JOBS = { collapse };
serve(JOBS);
