// The ordered list of reasons for which a loop is refused. `always` are looked for in every loop; `whenUnsplit` explain why
// nothing was left for the workers.
import { awaitInBody } from "./awaitInBody.js";
import { carriedDependence } from "./carriedDependence.js";
import { changingBound } from "./changingBound.js";
import { earlyExit } from "./earlyExit.js";
import { failureOrder } from "./failureOrder.js";
import { loopForm } from "./loopForm.js";
import { moduleState } from "./moduleState.js";
import { nondeterminism } from "./nondeterminism.js";
import { nothingToShare } from "./nothingToShare.js";
import { possibleAlias } from "./possibleAlias.js";
import type { ReasonCheck } from "./reason.js";
import { unknownCall } from "./unknownCall.js";
import { unsupportedSyntax } from "./unsupportedSyntax.js";
import { yieldInBody } from "./yieldInBody.js";

export const always: readonly ReasonCheck[] = [
  loopForm,
  changingBound,
  awaitInBody,
  yieldInBody,
  unknownCall,
  unsupportedSyntax,
  moduleState,
];

export const whenUnsplit: readonly ReasonCheck[] = [
  carriedDependence,
  possibleAlias,
  failureOrder,
  nondeterminism,
  earlyExit,
];

export const lastResort: ReasonCheck = nothingToShare;
