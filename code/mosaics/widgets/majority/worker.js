import { serve } from "../shared/engine/inbox.js";
import { look, majorityStep, toRest, world, worlds } from "./engine.js";

const JOBS = { look, majority: majorityStep, rest: toRest, world, worlds };
serve(JOBS);
