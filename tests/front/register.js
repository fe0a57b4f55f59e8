// Lets node import what esbuild bundles: `node --import ./tests/front/register.js --test`.
import { register } from "node:module";

register("./loader.js", import.meta.url);
