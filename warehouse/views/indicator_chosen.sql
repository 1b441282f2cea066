-- Question: which one value stands for region, indicator and year?
-- The candidate with the smallest rank_key (see indicator_candidate), and how far the candidates agree. This is the
-- ground of indicator_series and of every view that compares regions; analysts start from indicator_series. What a run has
-- chosen at its end stands in indicator_settled; years that changed since are chosen anew at each asking.
-- Caveats: where `distinct_values` is above 1 the report gives several figures under one name: look at them.
CREATE OR REPLACE VIEW indicator_chosen AS
SELECT
    region_code,
    indicator_id,
    year,
    value,
    unit,
    qualifier,
    scope,
    period_start,
    period_end,
    check_status,
    confidence,
    judged,
    quote,
    report_id,
    fact_id,
    candidates,
    distinct_values,
    lowest,
    highest
FROM indicator_settled
UNION ALL
SELECT
    region_code,
    indicator_id,
    year,
    value,
    unit,
    qualifier,
    scope,
    period_start,
    period_end,
    check_status,
    confidence,
    judged,
    quote,
    report_id,
    fact_id,
    candidates,
    distinct_values,
    lowest,
    highest
FROM indicator_unsettled;
COMMENT ON VIEW indicator_chosen IS '指标取值：每地、每指标、每年取一个值（indicator_candidate 中次序最先者）；查询请用 indicator_series';
COMMENT ON COLUMN indicator_chosen.region_code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN indicator_chosen.indicator_id IS '指标编号，见 dim_indicator';
COMMENT ON COLUMN indicator_chosen.year IS '报告所述年份（公历年）';
COMMENT ON COLUMN indicator_chosen.value IS '所取数值，单位见 unit 列';
COMMENT ON COLUMN indicator_chosen.unit IS '数值的基本单位';
COMMENT ON COLUMN indicator_chosen.qualifier IS '数值的限定：exact over about at_least at_most，同 fact_indicator';
COMMENT ON COLUMN indicator_chosen.scope IS '口径：government 本级政府，region 全域，department 部门；看不出时为空';
COMMENT ON COLUMN indicator_chosen.period_start IS '数字所涵盖时期的首日';
COMMENT ON COLUMN indicator_chosen.period_end IS '数字所涵盖时期的末日（含当日）';
COMMENT ON COLUMN indicator_chosen.check_status IS '核对结果：consistent 相符，inconsistent 不符；无从核对时为空';
COMMENT ON COLUMN indicator_chosen.confidence IS '把握（0 至 1 的比例）';
COMMENT ON COLUMN indicator_chosen.judged IS '人的判断：right 或 changed；未经判断时为空';
COMMENT ON COLUMN indicator_chosen.quote IS '原文中的数字，照原文';
COMMENT ON COLUMN indicator_chosen.report_id IS '所取数值出自的报告，见 report 表';
COMMENT ON COLUMN indicator_chosen.fact_id IS '所取数值的事实编号，见 fact_indicator';
COMMENT ON COLUMN indicator_chosen.candidates IS '候选数字的个数（个），见 indicator_candidate';
COMMENT ON COLUMN indicator_chosen.distinct_values IS '候选数字中不同数值的个数（个）；大于 1 时请核看各候选';
COMMENT ON COLUMN indicator_chosen.lowest IS '候选数字中的最小值';
COMMENT ON COLUMN indicator_chosen.highest IS '候选数字中的最大值';
