// Library functions of `Temporal`: values that nobody can change, so each call makes a new one or tells something.
import { all, freshThrowing, pureThrowing, type Rows } from "./row.js";

const told = all("equals toString toLocaleString toJSON valueOf", pureThrowing);
const made = all(
  "abs add getTimeZoneTransition negated round since startOfDay subtract toInstant toPlainDate toPlainDateTime toPlainMonthDay toPlainTime toPlainYearMonth toZonedDateTime toZonedDateTimeISO until with withCalendar withPlainTime withTimeZone",
  freshThrowing,
);
const methods: Rows = { ...told, ...made, total: pureThrowing };
const makers: Rows = {
  ...all("from fromEpochMilliseconds fromEpochNanoseconds", freshThrowing),
  compare: pureThrowing,
};

export const temporalClasses: readonly string[] = [
  "PlainDate",
  "PlainTime",
  "PlainDateTime",
  "ZonedDateTime",
  "Duration",
  "Instant",
  "PlainYearMonth",
  "PlainMonthDay",
];

export const temporal: Readonly<Record<string, Rows>> = {
  ...Object.fromEntries(
    temporalClasses.flatMap((name) => [
      [name, methods],
      [`${name}Constructor`, makers],
    ]),
  ),
  Now: {
    timeZoneId: pureThrowing,
    ...all("instant plainDateISO plainDateTimeISO plainTimeISO zonedDateTimeISO", { returns: "fresh", effect: "time" }),
  },
};
