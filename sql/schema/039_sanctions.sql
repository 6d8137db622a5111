-- Why a modality and a confidence: what `dateline explain` shows of a sanctions statement.
alter table sanctions add column action_start integer;
alter table sanctions add column action_end integer;
alter table sanctions add column modality_rule text;
alter table sanctions add column cues struct("start" integer, "end" integer)[];
alter table sanctions add column confidence_reasons text[];

comment on column sanctions.action_start is
'First character of the word that tells the action: code points from 0; null where the word for sanctions tells it.';
comment on column sanctions.action_end is 'Character after the word that tells the action: code points, half-open.';
comment on column sanctions.modality_rule is
'Why the modality: the cue''s name, or tense, negation, supposing ...; null where an older extractor read it.';
comment on column sanctions.cues is
'Words that tell the modality: spans in code points from 0 into the current articles.text, half-open.';
comment on column sanctions.confidence_reasons is 'What speaks against the reading, each lowering the confidence.';
