import { describe, expect, it } from "vitest";
import { geography } from "../src/geo/index.js";

/**
 * Cases by hand, from public knowledge of the numbering plans: none is
 * computed from the tables.
 */

/** The closest step of local presence at which a number serves a callee, by the chain of docs/selection.md. */
function closestStep(callee: string, number: string): string {
  const to = geography.locate(callee);
  const from = geography.locate(number);
  const shares = (ids: readonly string[] = []) => (from.overlays ?? []).some((id) => ids.includes(id));
  if (to.areaCode !== undefined && to.areaCode === from.areaCode) return "area-code";
  if (shares(to.overlays)) return "overlay";
  if (shares(geography.nearest(to).map(({ overlay }) => overlay))) return "near";
  if (to.regions?.some((region) => from.regions?.includes(region))) return "region";
  const isUnknown = to.country === to.callingCode;
  if (to.country === undefined || from.country === undefined) return "none";
  if (from.country === to.country || from.country === to.callingCode) return "country";
  return isUnknown && from.callingCode === to.callingCode ? "country" : "none";
}

const numberIn = (areaCode: string) => `+1${areaCode}5550123`;

describe("local presence in North America", () => {
  it.each([
    // California
    ["415", "415", "area-code", "San Francisco"],
    ["415", "628", "overlay", "San Francisco and Marin"],
    ["415", "510", "near", "San Francisco and Oakland"],
    ["510", "341", "overlay", "Oakland"],
    ["310", "424", "overlay", "western Los Angeles"],
    ["213", "323", "overlay", "central Los Angeles, one area since 2017"],
    ["323", "738", "overlay", "central Los Angeles, 738 since 2024"],
    ["310", "213", "near", "two parts of Los Angeles"],
    ["619", "858", "overlay", "San Diego, one area since 2018"],
    ["951", "909", "near", "Riverside, split from San Bernardino"],
    ["415", "702", "country", "San Francisco and Las Vegas"],
    // New York: 917 is all over the city
    ["917", "212", "overlay", "New York City and Manhattan"],
    ["917", "347", "overlay", "New York City and the outer boroughs"],
    ["646", "917", "overlay", "Manhattan and New York City"],
    ["929", "917", "overlay", "the outer boroughs and New York City"],
    ["212", "332", "overlay", "Manhattan"],
    ["718", "465", "overlay", "the outer boroughs, 465 being the newest"],
    ["212", "718", "near", "Manhattan and Brooklyn"],
    ["332", "929", "near", "Manhattan and Brooklyn, by their younger codes"],
    ["212", "201", "country", "Manhattan and Jersey City, across the state line"],
    // Chicago
    ["872", "312", "overlay", "all of Chicago and downtown"],
    ["773", "872", "overlay", "the neighbourhoods and all of Chicago"],
    ["312", "773", "near", "downtown and the neighbourhoods"],
    ["847", "224", "overlay", "the northern suburbs"],
    // Atlanta
    ["470", "404", "overlay", "all and inner Atlanta"],
    ["770", "678", "overlay", "outer and all of Atlanta"],
    ["943", "470", "overlay", "all of Atlanta"],
    ["404", "770", "near", "inner and outer Atlanta"],
    // Pittsburgh, Washington State, central Florida
    ["412", "878", "overlay", "Pittsburgh and with its surroundings"],
    ["724", "878", "overlay", "the surroundings of Pittsburgh"],
    ["412", "724", "near", "Pittsburgh and its surroundings"],
    ["564", "206", "overlay", "western Washington and Seattle"],
    ["360", "564", "overlay", "Olympia and western Washington"],
    ["206", "253", "near", "Seattle and Tacoma"],
    ["206", "509", "near", "Seattle and Spokane, far but the same state"],
    ["321", "407", "overlay", "Brevard County's code serves Orlando as well"],
    ["689", "321", "overlay", "Orlando"],
    ["407", "352", "near", "Orlando and Gainesville"],
    // Elsewhere in the United States
    ["480", "602", "overlay", "Phoenix, one area since 2023"],
    ["602", "520", "near", "Phoenix and Tucson"],
    ["220", "740", "overlay", "southeastern Ohio"],
    ["281", "346", "overlay", "Houston"],
    ["214", "945", "overlay", "Dallas"],
    ["214", "817", "near", "Dallas and Fort Worth"],
    ["202", "771", "overlay", "Washington, D.C."],
    ["202", "703", "country", "the District and Virginia"],
    ["307", "307", "area-code", "Wyoming has one code"],
    ["307", "406", "country", "Wyoming and Montana"],
    ["208", "986", "overlay", "Idaho"],
    ["603", "802", "country", "New Hampshire and Vermont"],
    // Canada
    ["416", "942", "overlay", "Toronto, 942 since 2025"],
    ["416", "905", "near", "Toronto and its suburbs"],
    ["403", "587", "overlay", "Calgary and all of Alberta"],
    ["780", "368", "overlay", "Edmonton and all of Alberta"],
    ["403", "780", "near", "Calgary and Edmonton"],
    ["604", "236", "overlay", "Vancouver and all of British Columbia"],
    ["250", "778", "overlay", "Victoria and all of British Columbia"],
    ["604", "250", "near", "Vancouver and the rest"],
    ["514", "438", "overlay", "Montreal"],
    ["514", "418", "near", "Montreal and Quebec City"],
    ["418", "273", "overlay", "Quebec City, 273 being planned"],
    ["819", "468", "overlay", "western Quebec"],
    ["902", "782", "overlay", "Nova Scotia and Prince Edward Island"],
    ["902", "506", "country", "Nova Scotia and New Brunswick"],
    ["867", "867", "area-code", "the northern territories"],
    ["867", "403", "country", "the northern territories and Alberta"],
    // The Caribbean and the territories
    ["876", "658", "overlay", "Jamaica"],
    ["809", "829", "overlay", "the Dominican Republic"],
    ["849", "809", "overlay", "the Dominican Republic"],
    ["787", "939", "overlay", "Puerto Rico"],
    ["876", "809", "none", "two countries of the plan"],
    ["787", "305", "none", "Puerto Rico is a country of its own here"],
    ["671", "670", "none", "Guam and the Northern Marianas"],
    ["416", "212", "none", "Canada and the United States"],
    // Two letters, two meanings
    ["502", "345", "none", "KY: Kentucky and the Cayman Islands"],
    ["415", "416", "none", "CA: California and Canada"],
    ["601", "664", "none", "MS: Mississippi and Montserrat"],
    ["340", "284", "none", "VI and VG: two Virgin Islands"],
    // Codes that belong nowhere, and codes that nobody knows
    ["415", "800", "none", "toll-free numbers are nobody's local number"],
    ["800", "800", "none", "not even their own"],
    ["888", "415", "none", "a toll-free callee"],
    ["415", "500", "none", "personal numbers"],
    ["613", "600", "none", "Canadian numbers without a place"],
    ["202", "710", "none", "government"],
    ["415", "900", "none", "premium rate"],
    ["299", "299", "area-code", "an unknown code matches itself"],
    ["299", "415", "country", "an unknown code and one of the plan"],
    ["415", "299", "country", "one of the plan and an unknown code"],
    ["299", "298", "country", "two unknown codes"],
    ["299", "800", "none", "an unknown and a toll-free code"],
  ])("a callee in %s, a number in %s: %s (%s)", (callee, number, step) => {
    expect(closestStep(numberIn(callee), numberIn(number))).toBe(step);
  });

  it.each([
    ["415", "US", ["US-CA"], ["415"]],
    ["628", "US", ["US-CA"], ["415"]],
    ["917", "US", ["US-NY"], ["212", "718"]],
    ["321", "US", ["US-FL"], ["321", "407"]],
    ["202", "US", ["US-DC"], ["202"]],
    ["502", "US", ["US-KY"], ["502"]],
    ["604", "CA", ["CA-BC"], ["604"]],
    ["902", "CA", ["CA-NS", "CA-PE"], ["902"]],
    ["867", "CA", ["CA-YT", "CA-NT", "CA-NU"], ["867"]],
    ["761", "US", ["US-KY"], ["502"]],
    ["565", "US", ["US-GA"], ["912"]],
  ])("places %s in %s, %j, sharing %j", (areaCode, country, regions, overlays) => {
    expect(geography.locate(numberIn(areaCode))).toEqual({
      country,
      callingCode: "+1",
      areaCode,
      overlays,
      regions,
    });
  });

  it.each([
    ["242", "BS"],
    ["246", "BB"],
    ["264", "AI"],
    ["268", "AG"],
    ["284", "VG"],
    ["340", "VI"],
    ["345", "KY"],
    ["441", "BM"],
    ["473", "GD"],
    ["649", "TC"],
    ["664", "MS"],
    ["670", "MP"],
    ["671", "GU"],
    ["684", "AS"],
    ["721", "SX"],
    ["758", "LC"],
    ["767", "DM"],
    ["784", "VC"],
    ["868", "TT"],
    ["869", "KN"],
  ])("places %s in %s, which has no other code and no regions", (areaCode, country) => {
    const place = geography.locate(numberIn(areaCode));
    expect(place).toEqual({ country, callingCode: "+1", areaCode, overlays: [areaCode] });
    expect(geography.nearest(place)).toEqual([]);
  });

  it.each([
    ["983", "303"],
    ["645", "305"],
    ["728", "561"],
    ["353", "608"],
    ["369", "707"],
    ["327", "870"],
    ["942", "416"],
    ["235", "573"],
    ["821", "864"],
    ["465", "718"],
    ["729", "423"],
    ["457", "318"],
    ["483", "334"],
    ["621", "713"],
    ["679", "313"],
    ["861", "309"],
  ])("knows the young code %s, which number parsers are late to learn: an overlay of %s", (young, old) => {
    expect(closestStep(numberIn(young), numberIn(old))).toBe("overlay");
  });
});

describe("local presence elsewhere", () => {
  it.each([
    ["London", "+442079460123", "GB", "+44", "+4420"],
    ["Manchester", "+441614960123", "GB", "+44", "+44161"],
    ["Jersey", "+441534712345", "JE", "+44", "+441534"],
    ["Guernsey", "+441481712345", "GG", "+44", "+441481"],
    ["the Isle of Man", "+441624712345", "IM", "+44", "+441624"],
    ["Berlin", "+493012345678", "DE", "+49", "+4930"],
    ["Munich", "+498912345678", "DE", "+49", "+4989"],
    ["Bonn", "+4922812345678", "DE", "+49", "+49228"],
    ["Paris and around", "+33144123456", "FR", "+33", "+331"],
    ["Rome", "+390612345678", "IT", "+39", "+3906"],
    ["the Vatican", "+390669812345", "VA", "+39", "+3906"],
    ["Vienna", "+43112345678", "AT", "+43", "+431"],
    ["Moscow", "+74951234567", "RU", "+7", "+7495"],
    ["Almaty", "+77273123456", "KZ", "+7", "+7727"],
    ["Tokyo", "+81312345678", "JP", "+81", "+813"],
    ["Osaka", "+81612345678", "JP", "+81", "+816"],
    ["Beijing", "+861012345678", "CN", "+86", "+8610"],
    ["Shanghai", "+862112345678", "CN", "+86", "+8621"],
    ["Delhi", "+911123456789", "IN", "+91", "+9111"],
    ["Sydney and around", "+61212345678", "AU", "+61", "+612"],
    ["Auckland", "+6493012345", "NZ", "+64", "+649"],
    ["Dublin", "+35312345678", "IE", "+353", "+3531"],
    ["Zurich", "+41441234567", "CH", "+41", "+4144"],
    ["Amsterdam", "+31201234567", "NL", "+31", "+3120"],
    ["Stockholm", "+468123456", "SE", "+46", "+468"],
    ["São Paulo", "+551123456789", "BR", "+55", "+5511"],
    ["a mobile of São Paulo", "+5511961234567", "BR", "+55", "+5511"],
    ["Buenos Aires", "+541123456789", "AR", "+54", "+5411"],
    ["a mobile of Buenos Aires", "+5491123456789", "AR", "+54", "+5411"],
    ["Mexico City", "+525512345678", "MX", "+52", "+5255"],
    ["Johannesburg", "+27111234567", "ZA", "+27", "+2711"],
    ["Tel Aviv", "+97231234567", "IL", "+972", "+9723"],
    ["Istanbul, European side", "+902121234567", "TR", "+90", "+90212"],
  ])("places %s (%s) in %s, %s, %s", (_, number, country, callingCode, areaCode) => {
    expect(geography.locate(number)).toEqual({ country, callingCode, areaCode });
  });

  it.each([
    ["a German mobile", "+4915112345678", "DE", "+49"],
    ["a British mobile", "+447400123456", "GB", "+44"],
    ["a Jersey mobile", "+447797712345", "JE", "+44"],
    ["a British national number", "+443001234567", "GB", "+44"],
    ["a Russian mobile", "+79161234567", "RU", "+7"],
    ["a Kazakh mobile", "+77011234567", "KZ", "+7"],
    ["Svalbard", "+4779123456", "SJ", "+47"],
    ["Norway", "+4722123456", "NO", "+47"],
    ["Christmas Island", "+61891641234", "CX", "+61"],
    ["the Cocos Islands", "+61891621234", "CC", "+61"],
    ["Western Sahara", "+212528812345", "EH", "+212"],
    ["Morocco", "+212650123456", "MA", "+212"],
    ["Mayotte", "+262639012345", "YT", "+262"],
    ["Réunion", "+262692123456", "RE", "+262"],
    ["Åland", "+358181234567", "AX", "+358"],
    ["Guadeloupe", "+590690001234", "GP", "+590"],
    ["Curaçao", "+59995181234", "CW", "+599"],
    ["Bonaire", "+5997151234", "BQ", "+599"],
    ["Saint Helena", "+29022158", "SH", "+290"],
    ["Tristan da Cunha", "+2908999", "TA", "+290"],
    ["Spain, which dials every number in full", "+34912345678", "ES", "+34"],
    ["Denmark", "+4532123456", "DK", "+45"],
    ["Singapore", "+6561234567", "SG", "+65"],
    ["Qatar", "+97412345678", "QA", "+974"],
    ["a calling code of nobody", "+99912345678", "+999", "+999"],
    ["too few digits under a shared calling code", "+77", "+7", "+7"],
    ["a prefix without a subscriber", "+4420", "GB", "+44"],
    ["a short number of the plan", "+1415", "+1", "+1"],
    ["an area code that begins with 1", "+11234567890", "+1", "+1"],
  ])("knows the country of %s (%s): %s, %s", (_, number, country, callingCode) => {
    const place = geography.locate(number);
    expect({ ...place, areaCode: undefined }).toEqual({ country, callingCode, areaCode: undefined });
  });

  it.each([
    ["British freephone", "+448001234567"],
    ["British shared cost", "+448451234567"],
    ["British premium rate", "+449012345678"],
    ["British personal", "+447012345678"],
    ["German freephone", "+498001234567"],
    ["German premium rate", "+499001234567"],
    ["French freephone", "+33801234567"],
    ["Australian freephone", "+611800123456"],
    ["Japanese freephone", "+81120123456"],
    ["Indian freephone", "+911800123456"],
    ["Russian freephone", "+78001234567"],
    ["international freephone", "+80012345678"],
    ["international shared cost", "+80812345678"],
    ["satellite", "+870773111632"],
    ["satellite", "+881612345678"],
    ["international network", "+882345678901"],
    ["international network", "+883510012345"],
    ["international premium rate", "+979123456789"],
    ["no E.164", "sip:agent@example.com"],
    ["no E.164", "4155550123"],
    ["empty", ""],
  ])("places a %s number (%s) nowhere", (_, number) => {
    expect(geography.locate(number)).toEqual({});
  });
});
