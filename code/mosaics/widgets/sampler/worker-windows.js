import { serve } from "../shared/engine/inbox.js";
import { patches } from "../shared/engine/machines.js";
import { mosaic } from "../shared/engine/patches.js";
import { several } from "./engine.js";

const JOBS = { mosaic, patches, several: several(patches) };
serve(JOBS);
