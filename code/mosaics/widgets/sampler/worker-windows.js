import { serve } from "../shared/engine/inbox.js";
import { patches } from "../shared/engine/machines.js";
import { mosaic } from "../shared/engine/patches.js";

const JOBS = { mosaic, patches };
serve(JOBS);
