create table runs (
    run_id text not null,
    started_at timestamp not null,
    finished_at timestamp,
    status text not null,
    code_version text,
    extractor_version text,
    model text,
    lexicon_hash text,
    settings_json text,
    input_count integer,
    read_count integer,
    article_count integer,
    new_count integer,
    revised_count integer,
    unchanged_count integer,
    reextracted_count integer,
    duplicate_count integer,
    rejected_count integer,
    statement_count integer
);

comment on table runs is 'One row per run of the main job, key run_id; later runs have greater ids.';
comment on column runs.run_id is 'Id of the run; ids sort by time.';
comment on column runs.started_at is 'When the run began, UTC.';
comment on column runs.finished_at is 'When the run ended, UTC; null while it runs and when it died.';
comment on column runs.status is 'running, done, failed, or died (it never said that it ended).';
comment on column runs.code_version is 'Version of the program.';
comment on column runs.extractor_version is 'Version of the extraction: code, model and lexicon together.';
comment on column runs.model is 'Name and version of the spaCy model.';
comment on column runs.lexicon_hash is 'BLAKE2b of the lexicon and reference files, hexadecimal.';
comment on column runs.settings_json is 'Settings of the run as a JSON object.';
comment on column runs.input_count is 'Inputs (files) the run read.';
comment on column runs.read_count is 'Records read: new + revised + unchanged + reextracted + duplicate + rejected.';
comment on column runs.article_count is 'Records read that are usable articles: read without rejected.';
comment on column runs.new_count is 'Records that are articles never seen before.';
comment on column runs.revised_count is 'Records that are another text of a known article.';
comment on column runs.unchanged_count is 'Records whose text was stored and extracted before.';
comment on column runs.reextracted_count is 'Records whose stored text was extracted again by a newer extractor.';
comment on column runs.duplicate_count is 'Records that repeat another record of the same run.';
comment on column runs.rejected_count is 'Records and inputs that could not be used.';
comment on column runs.statement_count is 'Sanctions statements that the run extracted and stored.';
