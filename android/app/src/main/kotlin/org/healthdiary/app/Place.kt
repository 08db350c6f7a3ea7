package org.healthdiary.app

/** Where in the app somebody is. What is in [key] survives the process; nothing in it says what was measured. */
internal sealed class Place(
    val key: String,
) {
    data object Welcome : Place("welcome")

    data object Passphrase : Place("passphrase")

    data object RecoveryCode : Place("code")

    data object Unlock : Place("unlock")

    data object Today : Place("today")

    data object Take : Place("take")

    data object NewReading : Place("new")

    data object TypeReading : Place("type")

    data object History : Place("history")

    data object AddAnything : Place("anything")

    /** A form; which one is kept with what was typed into it. */
    data object Form : Place("form")

    data object Chart : Place("chart")

    data object Waiting : Place("waiting")

    data object People : Place("people")

    data object Devices : Place("devices")

    data object AddDevice : Place("adding")

    data object Settings : Place("settings")

    data object Backup : Place("backup")

    data object Restore : Place("restore")

    data object Rescue : Place("rescue")

    data object Check : Place("check")

    data object Receiving : Place("receiving")

    data object About : Place("about")

    data object NewPassphrase : Place("new-passphrase")

    data object NewCode : Place("new-code")

    data object PhoneKey : Place("phone-key")

    data class Entry(
        val id: String,
    ) : Place("entry:$id")

    /** Who uses a device. */
    data class Users(
        val device: String,
    ) : Place("users:$device")

    companion object {
        private const val ENTRY = "entry:"
        private const val USERS = "users:"

        /** The places that somebody comes back to after the process was ended; others lead to their beginning. */
        private val kept =
            listOf(
                Today,
                TypeReading,
                History,
                AddAnything,
                Form,
                Chart,
                Waiting,
                People,
                Devices,
                Settings,
                Backup,
                Check,
                Receiving,
                About,
            )

        /** The place of a key that was kept. */
        fun of(key: String): Place =
            when {
                key.startsWith(ENTRY) -> Entry(key.removePrefix(ENTRY))
                key.startsWith(USERS) -> Users(key.removePrefix(USERS))
                else -> kept.firstOrNull { it.key == key } ?: Today
            }
    }
}
