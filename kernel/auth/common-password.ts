/**
 * The passwords that every stuffing list tries first, of 8 characters and more (shorter ones are
 * refused by length). Lower case, after NFKC. Small on purpose: rate limits do the rest.
 */
const common = `
password passw0rd p@ssword p@ssw0rd pa55word password1 password12 password123 password1234
password! password1! password123! passwort passwort1 contraseña motdepasse
12345678 123456789 1234567890 0123456789 12341234 11223344 123123123 123456789a a123456789
1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 zaq12wsx qwer1234 qwerty12 qwerty123 qwertyuiop
qwertyui qwertz123 qwertzuiop azertyuiop asdfghjk asdfghjkl zxcvbnm1 zxcvbnm123 abc12345
abcd1234 abcdefgh aa123456 a1b2c3d4 asdf1234 q1w2e3r4 q1w2e3r4t5 1234qwer 1234abcd
iloveyou iloveyou1 iloveyou2 sunshine sunshine1 princess princess1 football football1
baseball baseball1 superman superman1 batman123 starwars starwars1 pokemon1 trustno1
welcome1 welcome123 welcome1! letmein1 letmein123 letmein! changeme changeme1 changeme123
admin123 admin1234 administrator root1234 toor1234 test1234 testtest test12345 guest123
default1 secret123 master123 dragon12 dragon123 monkey123 shadow123 michael1 jennifer
jessica1 charlie1 whatever computer internet internet1 samsung1 google123 facebook
facebook1 linkedin linkedin1 summer2024 winter2024 summer2025 winter2025 summer2026 winter2026
hello123 hello1234 hellohello helloworld freedom1 blink182 liverpool liverpool1 chelsea1
arsenal1 manchester corvette mercedes midnight michelle jordan23 killer123 pussycat
trueshelf trueshelf1 trueshelf123 shopping shopping1 customer customer1 marketplace
`;

const words = new Set(common.trim().split(/\s+/));

/** True for a listed password, one repeated character or a run such as `87654321`. */
export function isCommonPassword(normalised: string): boolean {
  const lower = normalised.toLowerCase();
  return words.has(lower) || isRun(lower);
}

/** Every step between neighbours is the same and is -1, 0 or 1: 'aaaaaaaa', 'abcdefgh'. */
function isRun(text: string): boolean {
  const step = text.charCodeAt(1) - text.charCodeAt(0);
  if (Math.abs(step) > 1) return false;
  for (let i = 2; i < text.length; i++) {
    if (text.charCodeAt(i) - text.charCodeAt(i - 1) !== step) return false;
  }
  return true;
}
