-- Question: as indicator_chosen, for the years whose reports have changed since the last run came to its end?
-- The candidate with the smallest rank_key (see indicator_candidate), and how far the candidates agree. At the end of a run
-- (warehouse/derive/settling.py) these rows go to the table indicator_settled, and the view is empty again.
-- Caveats: a part of indicator_chosen, of no use alone.
CREATE OR REPLACE VIEW indicator_unsettled AS
SELECT
    region_code,
    indicator_id,
    year,
    arg_min_null(value, rank_key) AS value,
    arg_min_null(unit, rank_key) AS unit,
    arg_min_null(qualifier, rank_key) AS qualifier,
    arg_min_null(scope, rank_key) AS scope,
    arg_min_null(period_start, rank_key) AS period_start,
    arg_min_null(period_end, rank_key) AS period_end,
    arg_min_null(check_status, rank_key) AS check_status,
    arg_min_null(confidence, rank_key) AS confidence,
    arg_min_null(judged, rank_key) AS judged,
    arg_min_null(quote, rank_key) AS quote,
    arg_min_null(report_id, rank_key) AS report_id,
    arg_min_null(fact_id, rank_key) AS fact_id,
    count(*) AS candidates,
    count(DISTINCT value) AS distinct_values,
    min(value) AS lowest,
    max(value) AS highest
FROM indicator_candidate SEMI JOIN unsettled_year USING (year) ANTI JOIN sample_aside USING (report_id)
GROUP BY region_code, indicator_id, year;
COMMENT ON VIEW indicator_unsettled IS '指标取值中尚未写入 indicator_settled 的年份，随时由事实算得；查询请用 indicator_series';
COMMENT ON COLUMN indicator_unsettled.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN indicator_unsettled.indicator_id IS '指标编号，见 dim_indicator';
COMMENT ON COLUMN indicator_unsettled.year IS '报告所述年份（公历年）';
COMMENT ON COLUMN indicator_unsettled.value IS '所取数值，单位见 unit 列';
COMMENT ON COLUMN indicator_unsettled.unit IS '数值的基本单位';
COMMENT ON COLUMN indicator_unsettled.qualifier IS '数值的限定：exact over about at_least at_most，同 fact_indicator';
COMMENT ON COLUMN indicator_unsettled.scope IS '口径：government 本级政府，region 全域，department 部门；看不出时为空';
COMMENT ON COLUMN indicator_unsettled.period_start IS '数字所涵盖时期的首日';
COMMENT ON COLUMN indicator_unsettled.period_end IS '数字所涵盖时期的末日（含当日）';
COMMENT ON COLUMN indicator_unsettled.check_status IS '核对结果：consistent 相符，inconsistent 不符；无从核对时为空';
COMMENT ON COLUMN indicator_unsettled.confidence IS '把握（0 至 1 的比例）';
COMMENT ON COLUMN indicator_unsettled.judged IS '人的判断：right 或 changed；未经判断时为空';
COMMENT ON COLUMN indicator_unsettled.quote IS '原文中的数字，照原文';
COMMENT ON COLUMN indicator_unsettled.report_id IS '所取数值出自的报告，见 report 表';
COMMENT ON COLUMN indicator_unsettled.fact_id IS '所取数值的事实编号，见 fact_indicator';
COMMENT ON COLUMN indicator_unsettled.candidates IS '候选数字的个数（个），见 indicator_candidate';
COMMENT ON COLUMN indicator_unsettled.distinct_values IS '候选数字中不同数值的个数（个）；大于 1 时请核看各候选';
COMMENT ON COLUMN indicator_unsettled.lowest IS '候选数字中的最小值';
COMMENT ON COLUMN indicator_unsettled.highest IS '候选数字中的最大值';
