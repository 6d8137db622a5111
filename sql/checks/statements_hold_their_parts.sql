-- Fails if the senders, the targets or the sentence beside a statement are not those of its parties and its article.
--
-- They are put there when a statement is loaded, for reports; what is changed in one place only shows here.
with
parties as (
    select
        statement_id,
        list(code order by code) filter (where role = 'sender') as senders,
        list(code order by code) filter (where role = 'target') as targets
    from sanctions_parties
    group by statement_id
),

texts as (
    select
        article_id,
        text
    from articles
    where is_current
),

counted as (
    select
        s.statement_id,
        s.senders,
        s.targets,
        s.sentence,
        parties.senders as their_senders,
        parties.targets as their_targets,
        substring(texts.text, s.sentence_start + 1, s.sentence_end - s.sentence_start) as their_sentence
    from sanctions as s
    left join parties on s.statement_id = parties.statement_id
    left join texts on s.article_id = texts.article_id
)

select
    statement_id,
    senders,
    their_senders,
    targets,
    their_targets,
    sentence,
    their_sentence
from counted
where
    senders is distinct from their_senders
    or targets is distinct from their_targets
    or sentence is distinct from their_sentence
order by statement_id
