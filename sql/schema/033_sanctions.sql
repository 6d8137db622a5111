-- A statement's parties and sentence beside it. Put together in each query, the parties were most of its time, and a
-- sentence cut out of its article had all texts read (1 million statements: 4 and 3 s of processor time).
alter table sanctions add column senders text[];
alter table sanctions add column targets text[];
alter table sanctions add column sentence text;

update sanctions set
    senders = p.senders,
    targets = p.targets
from (
    select
        statement_id,
        list(code order by code) filter (where role = 'sender') as senders,
        list(code order by code) filter (where role = 'target') as targets
    from sanctions_parties
    group by statement_id
) as p
where sanctions.statement_id = p.statement_id;

update sanctions set
    sentence = substring(a.text, sanctions.sentence_start + 1, sanctions.sentence_end - sanctions.sentence_start)
from articles as a
where sanctions.article_id = a.article_id and a.is_current;

comment on column sanctions.senders is
'Who imposes or would: codes in alphabetical order, as in sanctions_parties; null when not told.';
comment on column sanctions.targets is
'Against whom: codes in alphabetical order, as in sanctions_parties; null when not told.';
comment on column sanctions.sentence is 'The sentence that says so: articles.text from sentence_start to sentence_end.';
