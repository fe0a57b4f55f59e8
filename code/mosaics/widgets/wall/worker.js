import { serve } from "../shared/engine/inbox.js";
import { wall } from "./engine.js";

const JOBS = { wall };
serve(JOBS);
