// Library functions of numbers, texts, regular expressions, dates and locales.
import {
  all,
  type Builtin,
  fresh,
  freshThrowing,
  mutator,
  opaque,
  pure,
  pureThrowing,
  type Rows,
  text,
} from "./row.js";

const inLocale: Builtin = { returns: "primitive", throws: { from: 1 } };
/** An expression as the first argument is tried from its `lastIndex` on; a text as the first argument becomes an expression. */
const matching: Builtin = { returns: "fresh", moves: 0, throws: { primitive: true } };
const replacing: Builtin = { returns: "primitive", calls: [1], moves: 0 };
const formatter: Rows = {
  format: pureThrowing,
  formatToParts: freshThrowing,
  formatRange: pureThrowing,
  formatRangeToParts: freshThrowing,
  resolvedOptions: fresh,
};
const radix: Builtin = { returns: "primitive", throws: { outside: [2, 36] } };

const getters =
  "getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset getYear getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds valueOf toString toDateString toTimeString toUTCString toGMTString getVarDate";
const setters =
  "setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime setYear setUTCDate setUTCFullYear setUTCHours setUTCMilliseconds setUTCMinutes setUTCMonth setUTCSeconds";

export const values: Readonly<Record<string, Rows>> = {
  Math: {
    ...all(
      "abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 f16round floor fround hypot imul log log10 log1p log2 max min pow round sign sin sinh sqrt tan tanh trunc",
      text,
    ),
    sumPrecise: { returns: "primitive", throws: true, runs: ["iterator"] },
    random: { returns: "primitive", effect: "random" },
  },
  String: {
    ...all(
      "at charAt charCodeAt codePointAt concat endsWith includes indexOf isWellFormed lastIndexOf padEnd padStart slice startsWith substr substring toLowerCase toString toUpperCase toWellFormed trim trimEnd trimStart trimLeft trimRight valueOf",
      pure,
    ),
    ...all("anchor big blink bold fixed fontcolor fontsize italics link small strike sub sup", pure),
    ...all("toLocaleLowerCase toLocaleUpperCase", inLocale),
    localeCompare: { returns: "primitive", throws: { from: 2 } },
    // Unknown forms and negative counts throw.
    normalize: { returns: "primitive", throws: { from: 1 } },
    repeat: { returns: "primitive", throws: { outside: [0, 1 << 20] } },
    search: { returns: "primitive", throws: { primitive: true } },
    split: fresh,
    match: matching,
    matchAll: { returns: "fresh", moves: 0, throws: true },
    replace: replacing,
    // An expression without the flag `g` throws.
    replaceAll: { ...replacing, throws: { object: true } },
  },
  StringConstructor: { fromCharCode: pure, fromCodePoint: pureThrowing, raw: { ...text, throws: true } },
  Number: {
    ...all("toString", radix),
    ...all("toExponential toFixed", { returns: "primitive", throws: { outside: [0, 100] } }),
    toPrecision: { returns: "primitive", throws: { outside: [1, 100] } },
    valueOf: pure,
    toLocaleString: inLocale,
  },
  NumberConstructor: {
    ...all("isFinite isInteger isNaN isSafeInteger", pure),
    ...all("parseFloat parseInt", text),
  },
  Boolean: all("valueOf toString", pure),
  BigInt: { toString: radix, valueOf: pure, toLocaleString: inLocale },
  BigIntConstructor: all("asIntN asUintN", pureThrowing),
  Symbol: all("toString valueOf", pure),
  // A registry of the process: a symbol does not travel between threads.
  SymbolConstructor: all("for keyFor", opaque),
  RegExp: {
    test: mutator,
    exec: { mutates: "receiver", returns: "fresh" },
    toString: pure,
    // Changes the pattern of the expression itself.
    compile: opaque,
  },
  RegExpConstructor: { escape: pure },
  JSON: {
    // The reviver is called with the values of the text; what is converted may have a `toJSON`.
    parse: { returns: "fresh", throws: true, calls: [1], holds: "itself" },
    stringify: { returns: "primitive", throws: true, calls: [1], runs: ["json"] },
    rawJSON: freshThrowing,
    isRawJSON: pure,
  },
  DateConstructor: { now: { returns: "primitive", effect: "time" }, ...all("UTC parse", pure) },
  Date: {
    ...all(getters, pure),
    // An invalid date throws.
    ...all("toISOString toJSON", pureThrowing),
    ...all("toLocaleString toLocaleDateString toLocaleTimeString", inLocale),
    ...all(setters, mutator),
    toTemporalInstant: freshThrowing,
  },
  Intl: all("getCanonicalLocales supportedValuesOf", freshThrowing),
  NumberFormat: formatter,
  DateTimeFormat: formatter,
  ListFormat: {
    format: { ...pureThrowing, runs: ["iterator"] },
    formatToParts: { ...freshThrowing, runs: ["iterator"] },
    resolvedOptions: fresh,
  },
  RelativeTimeFormat: formatter,
  PluralRules: { select: pure, selectRange: pureThrowing, resolvedOptions: fresh },
  Collator: { compare: pure, resolvedOptions: fresh },
  Segmenter: { segment: fresh, resolvedOptions: fresh },
  Segments: { containing: fresh },
  DisplayNames: { of: pureThrowing, resolvedOptions: fresh },
  DurationFormat: formatter,
  Locale: all(
    "maximize minimize toString getCalendars getCollations getHourCycles getNumberingSystems getTextInfo getTimeZones getWeekInfo",
    fresh,
  ),
  NumberFormatConstructor: { supportedLocalesOf: freshThrowing },
  DateTimeFormatConstructor: { supportedLocalesOf: freshThrowing },
  CollatorConstructor: { supportedLocalesOf: freshThrowing },
  PluralRulesConstructor: { supportedLocalesOf: freshThrowing },
};
