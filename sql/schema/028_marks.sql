-- What was not believed of a text's time of change, and what extraction made of it.
alter table articles add column updated_problem text;
alter table articles add column extraction_status text;
alter table batches add column restated_count integer default 0;

update articles set
    extraction_status = case when language in ('en', 'und') then 'extracted' else 'skipped_language' end
where is_current and extractor_version is not null;

comment on column articles.published_method is
'Where the date came from: given, front_matter, feed, meta, jsonld, filename, url, dateline; none when undated.';
comment on column articles.updated is
'Time of the last change, ISO 8601: of all deliveries of this text the latest; that delivery brought the other fields.';
comment on column articles.updated_problem is
'Why a given time of change was not believed; null when there was no doubt.';
comment on column articles.version_at is
'Time of this text, UTC: updated, else published, the latest that any delivery of it stated; null sorts first.';
comment on column articles.extraction_status is
'extracted, or skipped_language (stored, not read); null for a text that is not current.';
comment on column articles.run_id is 'Run that stored the text first.';
comment on column batches.restated_count is 'Stored texts that were delivered again with a later time.';

create table marks (
    article_id text not null,
    start integer not null,
    "end" integer not null,
    text text not null,
    kind text not null,
    place text,
    agency text,
    rule text,
    run_id text not null
);

comment on table marks is
'One row per stretch of a text that is not its story, key (article_id, start); nothing is taken out of the text.';
comment on column marks.article_id is 'Article.';
comment on column marks.start is 'First character in articles.text, from 0.';
comment on column marks."end" is 'Character after the last.';
comment on column marks.text is 'The characters themselves.';
comment on column marks.kind is
'dateline, correction (a note that the text was changed), boilerplate (credits, copyright, newsletters, links).';
comment on column marks.place is 'Place of a dateline as written; null when it names none.';
comment on column marks.agency is 'Agency of a dateline by its usual name, as written when it is unknown; else null.';
comment on column marks.rule is 'Rule in seeds/lexicon/prose.toml that found it.';
comment on column marks.run_id is 'Run that extracted it.';
