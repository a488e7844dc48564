/** What the host gives and answers, as FORMAT.md says it. */

export interface Setup {
  scenario: string;
  seed: number;
  firms?: number;
  quarters?: number;
  parameters?: Record<string, number>;
  without?: string[];
  policies?: Policy[];
  acts?: Act[];
}

export type Policy = Record<string, unknown>;

export type Act = { quarter: number } & Record<string, unknown>;

export interface Request {
  kind: "world" | "again" | "luck" | "explain" | "download" | "own";
  setup?: Setup; // of all but "own"
  [more: string]: unknown;
}

export interface Answer {
  json: any;
  files: Uint8Array[];
}

/** What is made of the visitor's own files: lines of what is wrong, or a preset and what there is to say of it. */
export interface OwnAnswer {
  faults: string[];
  preset?: Preset;
  values?: Record<string, number>;
  said?: [string, string[]][];
}

export interface Host {
  ask(request: Request): Promise<Answer>;
}

export interface Preset {
  scenario: string;
  title: string;
  question: string;
  look_for: string;
  views: string[];
  setup: Setup;
}

export interface Slider {
  name: string;
  title: string;
  meaning: string;
  unit: string;
  unit_words: string;
  low: number;
  high: number;
  step: number;
  default: number;
  source: string;
  evidence: string;
  takes: "now" | "new world";
}

export interface Mechanism {
  name: string;
  title: string;
  theory: string;
  does?: string;
  takes?: "now" | "new world";
}

export interface PolicyOption {
  title: string;
  sentence: string;
  policy: Policy;
}

export interface Settings {
  presets: Preset[];
  sliders: Slider[];
  values: Record<string, Record<string, number>>;
  mechanisms: Mechanism[];
  policies: PolicyOption[];
}

export interface Prediction {
  ask: string;
  kind: "number" | "line" | "choice";
  unit?: string;
  low?: number;
  high?: number;
  choices?: string[];
  series?: string;
}

export interface LessonStep {
  from: number;
  to: number;
  say: string;
  select?: string | null;
}

export interface Lesson {
  name: string;
  title: string;
  picture: string;
  minutes: number;
  question: string;
  predict: Prediction;
  setup: Setup;
  other: Setup | null;
  run: LessonStep[];
  reveal: { series: string; of: "run" | "difference"; frame: number; say: string };
  explain: string[];
  note: string;
  links: { title: string; search: string }[];
}

export interface Fact {
  name: string;
  sentence: string;
  reported: string;
  simulated: string;
  verdict: "reproduced" | "open" | "not reproduced";
  role: "validation" | "calibration";
  source: string;
}

export interface Evidence {
  summary: string;
  groups: { title: string; facts: Fact[] }[];
}

export interface Documents {
  version: string;
  link_version: number;
  restart: string;
  settings: Settings;
  lessons: Lesson[];
  evidence: Evidence;
}

export interface Options {
  host: Host | null;
  documents: Documents;
  recording: Uint8Array | null;
  search: string;
  onSearch: (search: string) => void;
  policyLab: string | null;
}

export interface Country {
  code: string;
  number: number | null;
  name: string;
  region: string;
  economy: string;
  latitude: number;
  longitude: number;
  home: boolean;
}

export interface SeriesInfo {
  name: string;
  title: string;
  unit: string;
  low: number | null;
  high: number | null;
  band: [number, number] | null;
}

export interface PolicyInfo {
  name: string;
  title: string;
  sentence: string;
  start: number;
  end: number | null;
  shock: boolean;
}

export interface ColumnInfo {
  name: string;
  dtype: "u1" | "u2" | "u4" | "i1" | "i2" | "i4" | "f4";
  shape: number[];
  offset: number;
  order?: "C" | "F";
  delta?: boolean;
  scale?: number;
  map?: "linear" | "log";
  missing?: number | null;
}

export interface Header {
  format: string;
  version: number;
  model_version: string;
  setup: Setup;
  title: string;
  question: string;
  look_for: string;
  source: string;
  views: string[];
  command: string | null;
  quarters: number;
  quarters_per_year: number;
  firms_at_start: number;
  burn_in: number;
  countries: Country[];
  industries: string[];
  causes: string[];
  hazards: string[];
  endings: string[];
  motives: string[];
  modes: string[];
  governance: string[];
  stages: string[];
  actors: string[];
  events: string[];
  found: string[];
  resources: string[];
  words: Record<string, string>;
  policies: PolicyInfo[];
  series: SeriesInfo[];
  why: Record<string, string>;
  named?: { row: number; name: string }[];
  columns: ColumnInfo[];
}
