// Towns by postal code that the demo world knows: large ones of the countries it sends to, enough
// to try how an address is filled in. A shop reads the whole list with `trueshelf places`.
import type { Place } from '#services/shipping/contract.ts';

/** Country, then code, town and region; several towns may have one code. */
const lists: Readonly<Record<string, string>> = {
  US:
    '10001,New York,NY|10013,New York,NY|11201,Brooklyn,NY|02108,Boston,MA|' +
    '19103,Philadelphia,PA|20001,Washington,DC|30303,Atlanta,GA|33101,Miami,FL|' +
    '60601,Chicago,IL|75201,Dallas,TX|77002,Houston,TX|78701,Austin,TX|80202,Denver,CO|' +
    '85004,Phoenix,AZ|89101,Las Vegas,NV|90012,Los Angeles,CA|92101,San Diego,CA|' +
    '94103,San Francisco,CA|97204,Portland,OR|98101,Seattle,WA|55401,Minneapolis,MN|' +
    '48226,Detroit,MI|63101,Saint Louis,MO|70112,New Orleans,LA',
  DE:
    '10115,Berlin,|20095,Hamburg,|80331,München,|50667,Köln,|60311,Frankfurt am Main,|' +
    '70173,Stuttgart,|40213,Düsseldorf,|04109,Leipzig,|01067,Dresden,|28195,Bremen,|' +
    '30159,Hannover,|90402,Nürnberg,|45127,Essen,|44135,Dortmund,|53111,Bonn,|' +
    '79098,Freiburg im Breisgau,',
  GB:
    'SW1A,London,|EC1A,London,|W1A,London,|M1,Manchester,|B1,Birmingham,|L1,Liverpool,|' +
    'LS1,Leeds,|S1,Sheffield,|BS1,Bristol,|EH1,Edinburgh,|G1,Glasgow,|CF10,Cardiff,|' +
    'BT1,Belfast,|OX1,Oxford,|CB1,Cambridge,|NE1,Newcastle upon Tyne,',
  FR:
    '75001,Paris,|69001,Lyon,|13001,Marseille,|31000,Toulouse,|33000,Bordeaux,|' +
    '59000,Lille,|67000,Strasbourg,|06000,Nice,',
  ES:
    '28001,Madrid,|08001,Barcelona,|46001,Valencia,|41001,Sevilla,|48001,Bilbao,|' +
    '29001,Málaga,|50001,Zaragoza,',
  IT: '00118,Roma,|20121,Milano,|10121,Torino,|80121,Napoli,|50121,Firenze,|40121,Bologna,',
  AT: '1010,Wien,|8010,Graz,|4020,Linz,|5020,Salzburg,|6020,Innsbruck,',
  CH: '8001,Zürich,|3011,Bern,|4051,Basel,|1201,Genève,|1003,Lausanne,|6003,Luzern,',
  NL: '1012,Amsterdam,|3011,Rotterdam,|2511,Den Haag,|3511,Utrecht,',
  CA:
    'K1A,Ottawa,ON|M5H,Toronto,ON|H2Y,Montréal,QC|V6B,Vancouver,BC|T2P,Calgary,AB|' +
    'B3J,Halifax,NS',
  IN:
    '110001,New Delhi,DL|400001,Mumbai,MH|560001,Bengaluru,KA|600001,Chennai,TN|' +
    '700001,Kolkata,WB|500001,Hyderabad,TG|411001,Pune,MH|380001,Ahmedabad,GJ|' +
    '302001,Jaipur,RJ|226001,Lucknow,UP',
  AU:
    '2000,Sydney,NSW|3000,Melbourne,VIC|4000,Brisbane City,QLD|6000,Perth,WA|' +
    '5000,Adelaide,SA|7000,Hobart,TAS',
};

export function demoPlaces(): Place[] {
  return Object.entries(lists).flatMap(([country, list]) =>
    list.split('|').map((entry) => {
      const [code = '', city = '', stateCode = ''] = entry.split(',');
      return { country, postalCode: code, city, stateCode, state: '' };
    }),
  );
}
