-- One number, since aggregates that keep the n largest are ten times as fast with it as with a pair (1 million
-- statements: 0.6 instead of 6 s). 45 bits of the hash are left for the id.
create or replace macro newest_first(day, id) as
date_diff('day', '1900-01-01'::date, least(coalesce(day, '1900-01-01'::date), '2500-01-01'::date))
* 35184372088832
+ (hash(id) >> 19)::bigint;

comment on macro newest_first is  -- noqa: PRS
'A number that is the larger the later the day, the same for the same id; undated ones last: for max_by(id, ..., n).';
