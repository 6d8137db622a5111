insert into quotes (
    article_id, start, "end", text, direct, cue_start, cue_end, speaker_start, speaker_end, speaker_id,
    speaker, rule, run_id
)
select
    i.article_id,
    i.start,
    i."end",
    i.text,
    i.direct,
    i.cue_start,
    i.cue_end,
    i.speaker_start,
    i.speaker_end,
    i.speaker_id,
    i.speaker,
    i.rule,
    b.run_id
from incoming_quotes as i
inner join batch_articles as b on i.article_id = b.article_id
where b.is_replaced
