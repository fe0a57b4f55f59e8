// Networks are trained in Python alone; the page shows what was recorded.
import { serve } from "../shared/engine/inbox.js";

const JOBS = {};
serve(JOBS);
