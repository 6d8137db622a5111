create table variant_runs (
    run_id text not null,
    batch_id bigint not null,
    rules_hash text not null
);

comment on table variant_runs is 'Internal: what the variants were last made from; one row.';
comment on column variant_runs.run_id is 'Run that made them.';
comment on column variant_runs.batch_id is 'Last batch that they know.';
comment on column variant_runs.rules_hash is 'Hash of the rules, so that a newer program judges again.';
