// The ordered list of reasons for which a loop is refused. `always` are looked for in every loop; `whenUnsplit` explain why
// nothing was left for the workers.
import type { CallCause } from "../callCauses.js";
import { asyncCall } from "./asyncCall.js";
import { awaitInBody } from "./awaitInBody.js";
import { carriedDependence } from "./carriedDependence.js";
import { changingBound } from "./changingBound.js";
import { domAccess } from "./domAccess.js";
import { dynamicDispatch } from "./dynamicDispatch.js";
import { earlyExit } from "./earlyExit.js";
import { failureOrder } from "./failureOrder.js";
import { functionValue } from "./functionValue.js";
import { functionWithoutBody } from "./functionWithoutBody.js";
import { hiddenCall } from "./hiddenCall.js";
import { loopForm } from "./loopForm.js";
import { moduleState } from "./moduleState.js";
import { nondeterminism } from "./nondeterminism.js";
import { nothingToShare } from "./nothingToShare.js";
import { possibleAlias } from "./possibleAlias.js";
import type { ReasonCheck } from "./reason.js";
import { timer } from "./timer.js";
import { undeclaredName } from "./undeclaredName.js";
import { unknownCall } from "./unknownCall.js";
import { unsupportedSyntax } from "./unsupportedSyntax.js";
import { untypedCall } from "./untypedCall.js";
import { yieldInBody } from "./yieldInBody.js";

/** Each cause of an unknown call has its reason. */
const ofCalls: Readonly<Record<CallCause, ReasonCheck>> = {
  "unknown-call": unknownCall,
  "function-without-body": functionWithoutBody,
  "dynamic-dispatch": dynamicDispatch,
  "hidden-call": hiddenCall,
  "async-call": asyncCall,
  timer,
  "dom-access": domAccess,
  "untyped-call": untypedCall,
};

export const always: readonly ReasonCheck[] = [
  loopForm,
  changingBound,
  awaitInBody,
  yieldInBody,
  ...Object.values(ofCalls),
  functionValue,
  undeclaredName,
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
