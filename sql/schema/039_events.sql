-- Why a modality and a confidence: what `dateline explain` shows of an event.
alter table events add column modality_rule text;
alter table events add column cues struct("start" integer, "end" integer)[];
alter table events add column confidence_reasons text[];

comment on column events.modality_rule is
'Why the modality: the cue''s name, or tense, negation, supposing ...; null where an older extractor read it.';
comment on column events.cues is
'Words that tell the modality: spans in code points from 0 into the current articles.text, half-open.';
comment on column events.confidence_reasons is 'What speaks against the reading, each lowering the confidence.';
