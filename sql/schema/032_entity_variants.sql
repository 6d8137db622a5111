-- One real party, several names: which entities are the same, and why others are not.
alter table entities add column merged_into text;

create table entity_variants (
    entity_id text not null,
    merged_into text not null,
    score double not null,
    rule text not null,
    is_accepted boolean not null,
    reason text not null,
    run_id text not null
);

comment on column entities.merged_into is
'Entity that this one is under another name, the most named of its variants; null when it is itself that one.';
comment on table entity_variants is
'One row per two entities that may be one party, key (entity_id, merged_into): accepted or refused, with the reason.';
comment on column entity_variants.entity_id is 'Entity with the rarer name.';
comment on column entity_variants.merged_into is
'Entity that it is, or would be were the proposal not refused; where that one is a variant as well, see entities.';
comment on column entity_variants.score is 'Likeness of the two names, 0 to 1: Jaro-Winkler over plain letters.';
comment on column entity_variants.rule is
'What speaks for it: spelling, transliteration, given name, middle name, surname, acronym, legal form ...';
comment on column entity_variants.is_accepted is 'Whether reports count the two as one.';
comment on column entity_variants.reason is 'The evidence for, or what speaks against it.';
comment on column entity_variants.run_id is 'Run that judged it.';
