insert into sanctions (
    statement_id, article_id, event_id, action, modality, start, "end", sentence_start, sentence_end,
    measures, issue_start, issue_end, programme, rule, confidence,
    action_start, action_end, modality_rule, cues, confidence_reasons, senders, targets, sentence, run_id
)
with
parties as (
    select
        statement_id,
        list(code order by code) filter (where role = 'sender') as senders,
        list(code order by code) filter (where role = 'target') as targets
    from incoming_sanctions_parties
    group by statement_id
)

select
    i.statement_id,
    i.article_id,
    i.event_id,
    i.action,
    i.modality,
    i.start,
    i."end",
    i.sentence_start,
    i.sentence_end,
    i.measures,
    i.issue_start,
    i.issue_end,
    i.programme,
    i.rule,
    i.confidence,
    i.action_start,
    i.action_end,
    i.modality_rule,
    i.cues,
    i.confidence_reasons,
    parties.senders,
    parties.targets,
    substring(a.text, i.sentence_start + 1, i.sentence_end - i.sentence_start) as sentence,
    b.run_id
from incoming_sanctions as i
inner join batch_articles as b on i.article_id = b.article_id
inner join incoming_articles as a on i.article_id = a.article_id and a.has_layers
left join parties on i.statement_id = parties.statement_id
where b.is_replaced
