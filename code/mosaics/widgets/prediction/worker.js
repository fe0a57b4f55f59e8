import { serve } from "../shared/engine/inbox.js";
import { predict, several } from "./engine.js";

const JOBS = { predict, several };
serve(JOBS);
