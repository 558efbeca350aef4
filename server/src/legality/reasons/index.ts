// The ordered list of reasons for which a loop is refused. `always` are looked for in every loop; `whenUnsplit` explain why
// nothing was left for the workers.
import type { CallCause } from "../callCauses.js";
import type { SpaceCause } from "../spaceCauses.js";
import { asyncCall } from "./asyncCall.js";
import { asyncCallback } from "./asyncCallback.js";
import { awaitInBody } from "./awaitInBody.js";
import { carriedDependence } from "./carriedDependence.js";
import { changedCounter } from "./changedCounter.js";
import { changingBound } from "./changingBound.js";
import { changingLength } from "./changingLength.js";
import { domAccess } from "./domAccess.js";
import { dynamicDispatch } from "./dynamicDispatch.js";
import { earlyExit } from "./earlyExit.js";
import { failureOrder } from "./failureOrder.js";
import { functionValue } from "./functionValue.js";
import { functionWithoutBody } from "./functionWithoutBody.js";
import { hiddenCall } from "./hiddenCall.js";
import { linkedList } from "./linkedList.js";
import { loopForm } from "./loopForm.js";
import { moduleState } from "./moduleState.js";
import { nondeterminism } from "./nondeterminism.js";
import { nothingToShare } from "./nothingToShare.js";
import { possibleAlias } from "./possibleAlias.js";
import type { ReasonCheck } from "./reason.js";
import { timer } from "./timer.js";
import { undeclaredName } from "./undeclaredName.js";
import { unknownCall } from "./unknownCall.js";
import { unknownIterable } from "./unknownIterable.js";
import { unsupportedSyntax } from "./unsupportedSyntax.js";
import { untypedCall } from "./untypedCall.js";
import { workList } from "./workList.js";
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

/** Each cause of an unknown iteration space has its reason. */
const ofSpaces: Readonly<Record<SpaceCause, ReasonCheck>> = {
  "loop-form": loopForm,
  "linked-list": linkedList,
  "work-list": workList,
  "async-callback": asyncCallback,
  "unknown-iterable": unknownIterable,
  "changed-counter": changedCounter,
};

/** Those that compare accesses come last: they may run out of budget, and what was found before that is told. */
export const always: readonly ReasonCheck[] = [
  ...Object.values(ofSpaces),
  awaitInBody,
  yieldInBody,
  ...Object.values(ofCalls),
  functionValue,
  undeclaredName,
  unsupportedSyntax,
  changingBound,
  changingLength,
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
