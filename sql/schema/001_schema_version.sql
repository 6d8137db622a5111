create table schema_version (
    name text primary key,
    version integer,
    content_hash text not null,
    applied_at timestamp not null
);

comment on table schema_version is 'Ledger of the schema: one row per applied migration and per view, key name.';
comment on column schema_version.name is 'Stem of the file in sql/schema or sql/views.';
comment on column schema_version.version is 'Number of the migration; null for a view.';
comment on column schema_version.content_hash is 'SHA-256 of the file when it was applied, hexadecimal.';
comment on column schema_version.applied_at is 'When it was applied, UTC.';
