import { serve } from "../shared/engine/inbox.js";
import { compare, sees } from "./engine.js";

const JOBS = { compare, sees };
serve(JOBS);
