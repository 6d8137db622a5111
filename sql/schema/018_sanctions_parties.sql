create table sanctions_parties (
    statement_id text not null,
    article_id text not null,
    role text not null,
    code text not null,
    run_id text not null
);

comment on table sanctions_parties is 'One row per party of a sanctions statement, key (statement_id, role, code).';
comment on column sanctions_parties.statement_id is 'Statement of the party.';
comment on column sanctions_parties.article_id is 'Article whose current revision shows it.';
comment on column sanctions_parties.role is 'sender or target.';
comment on column sanctions_parties.code is 'Code of the party: ISO 3166-1 alpha-3, EUU, UNO, NAT or a prefixed name.';
comment on column sanctions_parties.run_id is 'Run that extracted the row.';
