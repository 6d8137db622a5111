-- As wilson_low.
create or replace macro wilson_high(hit_count, total_count) as
case
    when total_count > 0
        then round(
            least(
                (
                    hit_count + 1.96 * 1.96 / 2
                    + 1.96 * sqrt(hit_count * (1.0 - hit_count / total_count) + 1.96 * 1.96 / 4)
                ) / (total_count + 1.96 * 1.96),
                1
            ), 6
        )
end;

comment on macro wilson_high is  -- noqa: PRS
'Upper end of Wilson''s 95 % interval of a share: hits of a total, taken for independent; null where there are none.';
