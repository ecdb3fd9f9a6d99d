// A small box of emoji that help to be kind in writing; found by Indonesian and English words, moved in with arrows.
import { say } from "ui/words"
import { field, write } from "ui/composer"

const LIST = `🙏 terima kasih maaf mohon thanks please sorry|😊 senyum senang smile happy|😀 tertawa gembira grin|😁 nyengir grin|😂 tertawa laugh|😅 lega keringat sweat|😉 kedip wink|😍 suka cinta love|🥰 sayang love|😘 cium kiss|🤗 peluk hug|🤔 pikir think|😌 lega relieved|😔 sedih sad|😢 sedih tangis cry|😭 menangis sob|😟 khawatir worried|😮 kaget surprised|😱 kaget shock|😴 tidur sleep|😷 sakit sick masker mask|🤒 sakit sick|😇 baik angel|🤩 kagum wow|🥳 pesta party|😎 keren cool|🙄 malas eyeroll|😬 canggung awkward|👍 setuju oke jempol ok good yes|👎 tidak no bad|👌 oke pas ok|✌️ damai peace|👏 tepuk tangan clap|🙌 hore hooray|💪 kuat semangat strong|🤝 sepakat salaman deal handshake|👋 halo hai hello hi bye|✋ berhenti stop tangan hand|☝️ satu one perhatian|👇 bawah down lihat|👉 kanan right lihat|👈 kiri left|🖐️ lima hand|🤞 semoga luck|❤️ hati cinta heart love|🧡 hati heart|💛 hati heart|💚 hati heart|💙 hati heart|💜 hati heart|💔 patah broken|✨ kilau sparkle baru new|🌟 bintang star|⭐ bintang star|🔥 api hot fire|🎉 selamat rayakan party congrats|🎊 rayakan party|🎁 hadiah gift|🎂 ulang tahun birthday cake|🌹 mawar bunga rose flower|🌸 bunga flower|💐 bunga flower|🌙 bulan ramadan moon|🕌 masjid mosque|☪️ islam|✝️ kristen christian|🎄 natal christmas|🧧 imlek angpao new year|🪔 diwali lampu lamp|☀️ cerah matahari sun|🌧️ hujan rain|⛈️ badai storm|🌈 pelangi rainbow|⏰ jam alarm clock time|⏳ tunggu wait|🕒 jam waktu clock|📅 tanggal kalender date calendar|📍 lokasi alamat location|🗺️ peta map|🏠 rumah alamat home|🏪 toko shop store|🏢 kantor office|📦 paket kirim parcel box package|🚚 kurir antar kirim truck delivery|🛵 ojek kurir motor scooter|✈️ pesawat plane|🚢 kapal ship|🛒 keranjang belanja cart shopping|🛍️ belanja shopping|💳 kartu bayar card pay|💰 uang money|💸 transfer uang bayar money|🧾 struk nota invoice receipt|🏷️ harga label price|🔖 tanda bookmark|📷 foto kamera photo camera|📸 foto photo|🎥 video|🖼️ gambar picture|📎 lampiran attachment|📄 dokumen document|📝 catat tulis note write|✏️ tulis write|📌 penting pin|🔗 tautan link|📱 ponsel hp phone|☎️ telepon phone call|📞 telepon call|💬 chat pesan message|📧 email surat mail|🔔 ingat lonceng bell reminder|🔍 cari cek search|🔒 aman kunci lock safe|🔑 kunci sandi key password|⚙️ atur settings|🛠️ perbaiki servis repair|🔧 perbaiki fix|💡 ide saran idea tip|ℹ️ info|❓ tanya question|❗ penting important|⚠️ awas hati-hati warning|✅ selesai beres done yes check|☑️ centang check|❌ salah batal no cancel|🚫 dilarang no|🔄 ulang ganti tukar refresh exchange|↩️ kembali retur return|➡️ lanjut next|⬇️ bawah down|🆗 oke ok|🆕 baru new|🆓 gratis free|1️⃣ satu one|2️⃣ dua two|3️⃣ tiga three|💯 seratus sempurna perfect|👗 baju dress|👕 kaos shirt|👟 sepatu shoe|👜 tas bag|🧵 benang kain thread|🍽️ makan food|☕ kopi coffee|🍰 kue cake|🇮🇩 indonesia merah putih`
  .split("|").map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)])

let sheet, opened

function build() {
  sheet = Object.assign(document.createElement("div"), { className: "menu emoji", id: "emoji", popover: "auto" })
  const search = Object.assign(document.createElement("input"), { className: "input input--small", type: "search" })
  search.setAttribute("aria-label", say("findEmoji"))
  search.placeholder = say("findEmoji")
  const grid = Object.assign(document.createElement("div"), { className: "emoji__grid" })
  grid.setAttribute("role", "listbox")
  grid.setAttribute("aria-label", "Emoji")
  sheet.append(search, grid)
  document.body.append(sheet)
  search.addEventListener("input", () => fill(grid, search.value))
  sheet.addEventListener("keydown", (event) => keys(event, search, grid))
  grid.addEventListener("click", (event) => event.target.matches("button") && put(event.target.textContent))
  sheet.addEventListener("toggle", (event) => event.newState === "closed" && opened && field(opened)?.focus())
}

function fill(grid, query) {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean)
  const found = LIST.filter(([, words]) => wanted.every((word) => words.includes(word)))
  grid.replaceChildren(...found.map(([sign, words]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, title: words, tabIndex: -1 })
    button.setAttribute("role", "option")
    button.setAttribute("aria-label", words)
    return button
  }))
  if (grid.firstChild) grid.firstChild.tabIndex = 0
}

function keys(event, search, grid) {
  const all = [...grid.children], now = all.indexOf(document.activeElement)
  const across = Math.max(1, all.findIndex((button) => button.offsetTop > all[0].offsetTop))
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across }[event.key]
  if (event.key === "Enter" && event.target === search && all[0]) { event.preventDefault(); return put(all[0].textContent) }
  if (!step || (event.target === search && event.key !== "ArrowDown")) return
  event.preventDefault()
  event.stopPropagation()
  const to = event.target === search ? 0 : now + step
  to < 0 ? search.focus() : all[Math.min(to, all.length - 1)]?.focus()
}

function put(sign) {
  sheet.hidePopover()
  write(field(opened), sign)
}

export function open(of, button) {
  if (!sheet) build()
  opened = of
  const search = sheet.querySelector("input")
  search.value = ""
  fill(sheet.querySelector(".emoji__grid"), "")
  sheet.showPopover()
  sheet.dataset.placed = ""
  const at = button.getBoundingClientRect(), size = sheet.getBoundingClientRect()
  sheet.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`
  sheet.style.top = `${Math.max(8, at.top - size.height - 6)}px`
  search.focus()
}
