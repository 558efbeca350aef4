// What the compiler's inference leaves out in JavaScript, for fields and elements: `const state = { best: 0 }` makes a number of
// `state.best`, whatever is assigned to it elsewhere.
import { ts } from "ts-morph";
import {
  choicesOf,
  type Gift,
  giftsIn,
  holding,
  isJavaScript,
  type Place,
  type PlaceGift,
  placeGiftsIn,
  placeOf,
} from "./gifts.js";
import { perProgram } from "./perProgram.js";

interface GivenPlaces {
  /** The field may hold what is not of its type. */
  readonly isField: (symbol: ts.Symbol) => boolean;
  /** So may the field or the element that the expression reads, or that a pattern takes something out of. */
  readonly isAnything: (place: Place) => boolean;
}

/** A variable, a field, or the elements of what a variable or a field holds. */
interface Holder {
  readonly symbol: ts.Symbol;
  readonly kind: "variable" | "field" | "element";
}

/**
 * Places are told apart by their name, and by what declares them where the compiler knows it: `p.x = v` with a `p` of no type may
 * mean each `x`. Believed is what has a type in a comment, what is copied as a whole (`Object.assign`), what is stored under a name
 * that is computed, and what is stored into a list by another name than the one that is asked for.
 * O(nodes of the JavaScript of the program) once a tree; for what is asked O(assignments that it may come from · rounds).
 */
export const placesIn: (program: ts.Program) => GivenPlaces = perProgram((program) => {
  const checker = program.getTypeChecker();
  const answers: Answers = new Map();
  const byVariable = new Map<ts.SourceFile, ReadonlyMap<ts.Symbol, readonly Gift[]>>();
  let byName: ReadonlyMap<string, readonly PlaceGift[]> | undefined;

  return {
    isField: (symbol) => isGiven({ symbol, kind: "field" }),
    isAnything: (place) => {
      const holder = holderOf(place);
      return holder !== undefined && isGiven(holder);
    },
  };

  function isGiven(asked: Holder): boolean {
    const known = answerOf(asked, answers);
    if (known !== undefined || !isOfJavaScript(asked)) return known === true;
    // The compiler can run out of stack: only what is through is remembered.
    const found: Answers = new Map();
    const open: { readonly holder: Holder; readonly sources: readonly Holder[] }[] = [];
    const waiting = [asked];
    remember(asked, false, found);
    for (let holder = waiting.pop(); holder !== undefined; holder = waiting.pop()) {
      const gifts = giftsOf(holder);
      const isBad = gifts.length > mostGifts || gifts.some((gift) => isBadGift(gift, holder));
      remember(holder, isBad, found);
      if (isBad) continue;
      const sources = gifts.flatMap(sourcesOf).filter(isOfJavaScript);
      open.push({ holder, sources });
      for (const source of sources) {
        if (answerOf(source, found) !== undefined) continue;
        const before = answerOf(source, answers);
        remember(source, before === true, found);
        if (before === undefined) waiting.push(source);
      }
    }
    // What is bad makes bad what it is given to, until nothing changes.
    for (let isChanged = true; isChanged; ) {
      isChanged = false;
      for (const { holder, sources } of open)
        if (answerOf(holder, found) !== true && sources.some((source) => answerOf(source, found) === true)) {
          remember(holder, true, found);
          isChanged = true;
        }
    }
    for (const [symbol, kinds] of found) for (const [kind, isBad] of kinds) remember({ symbol, kind }, isBad, answers);
    return answerOf(asked, answers) === true;
  }

  /** Nobody says what it holds but those who store something there. */
  function isOfJavaScript({ symbol, kind }: Holder): boolean {
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || !isJavaScript(declaration)) return false;
    if (ts.getJSDocType(declaration) !== undefined) return false;
    if (kind === "field") return (symbol.flags & ts.SymbolFlags.Property) !== 0;
    const type = checker.getTypeOfSymbol(symbol);
    return kind === "variable" || checker.isArrayType(type) || checker.isTupleType(type);
  }

  function giftsOf(holder: Holder): readonly Pick<Gift, "value" | "from">[] {
    const { symbol, kind } = holder;
    if (kind === "variable") {
      const file = symbol.valueDeclaration!.getSourceFile();
      const known = byVariable.get(file) ?? groupedBy(giftsIn(file, checker), (gift) => gift.symbol);
      byVariable.set(file, known);
      return (known.get(symbol) ?? []).filter(({ isSum }) => !isSum);
    }
    byName ??= groupedBy(
      program.getSourceFiles().filter(isJavaScript).flatMap(placeGiftsIn),
      ({ place }) => place.name.text,
    );
    return (byName.get(symbol.name) ?? [])
      .filter(({ place }) => place.isElement === (kind === "element") && mayMean(place.name, symbol))
      .map(({ value }) => ({ value, from: undefined }));
  }

  function mayMean(name: ts.MemberName, { declarations = [] }: ts.Symbol): boolean {
    const others = checker.getSymbolAtLocation(name)?.declarations ?? [];
    return others.length === 0 || declarations.length === 0 || others.some((each) => declarations.includes(each));
  }

  function isBadGift({ value, from }: Pick<Gift, "value" | "from">, { symbol, kind }: Holder): boolean {
    if (value === undefined) return from === undefined;
    const own = kind === "variable" ? undefined : checker.getTypeOfSymbol(symbol);
    const expected = kind === "element" ? checker.getIndexTypeOfType(own!, ts.IndexKind.Number) : own;
    return choicesOf(value).some((choice) => {
      const type = holding(choice, checker.getTypeAtLocation(choice), checker);
      if ((type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0) return true;
      return expected !== undefined && !checker.isTypeAssignableTo(checker.getWidenedType(type), expected);
    });
  }

  function sourcesOf({ value, from }: Pick<Gift, "value" | "from">): readonly Holder[] {
    const places = value === undefined ? [from] : choicesOf(value).map(placeOf);
    const names = value === undefined ? [] : choicesOf(value).filter(ts.isIdentifier);
    const variables = names.flatMap((name) => checker.getSymbolAtLocation(name) ?? []);
    return [
      ...places.flatMap((place) => (place === undefined ? [] : (holderOf(place) ?? []))),
      ...variables.map((symbol): Holder => ({ symbol, kind: "variable" })),
    ];
  }

  function holderOf({ name, isElement }: Place): Holder | undefined {
    const pattern = name.parent;
    const isTaken = ts.isBindingElement(pattern) && !isElement;
    const symbol = isTaken
      ? checker.getTypeAtLocation(pattern.parent).getProperty(name.text)
      : checker.getSymbolAtLocation(name);
    return symbol === undefined ? undefined : { symbol, kind: isElement ? "element" : "field" };
  }
});

/** A place with more assignments than this may hold anything: to ask for all of their types takes the compiler too long. */
const mostGifts = 100;

type Answers = Map<ts.Symbol, Map<Holder["kind"], boolean>>;

function answerOf({ symbol, kind }: Holder, answers: Answers): boolean | undefined {
  return answers.get(symbol)?.get(kind);
}

function remember({ symbol, kind }: Holder, isBad: boolean, answers: Answers): void {
  const kinds = answers.get(symbol) ?? new Map<Holder["kind"], boolean>();
  answers.set(symbol, kinds.set(kind, isBad));
}

function groupedBy<K, V>(all: readonly V[], keyOf: (each: V) => K): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const each of all) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return groups;
}
