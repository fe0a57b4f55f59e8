import { serve } from "../shared/engine/inbox.js";
import { patches } from "../shared/engine/machines.js";
import { several } from "./engine.js";

const JOBS = { patches, several: several(patches) };
serve(JOBS);
