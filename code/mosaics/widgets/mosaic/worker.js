import { serve } from "../shared/engine/inbox.js";
import { explore } from "./engine.js";

const JOBS = { explore };
serve(JOBS);
