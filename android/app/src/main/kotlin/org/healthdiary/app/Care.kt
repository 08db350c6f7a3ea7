package org.healthdiary.app

import android.content.IntentSender
import android.net.Uri
import androidx.lifecycle.SavedStateHandle
import kotlinx.coroutines.CoroutineScope
import org.healthdiary.bridge.Bridge
import org.healthdiary.bridge.keys.PhoneKeys
import org.healthdiary.bridge.keys.Prompt

/** A page of the phone's own settings. */
internal enum class PhonePage { Notifications, Battery, Location, Language, TextSize }

/** What a folder is picked for. */
internal enum class Picked { Backup, Restore }

/** What only an activity can do for the settings and what they lead to. */
internal interface CareHands {
    /** Has a person pick a folder; [Care.picked] hears which. */
    fun pickFolder(what: Picked)

    /** Puts the system's question about a device that goes with the app; [Care.associated] is called after it. */
    fun ask(question: IntentSender)

    /** Asks whether the phone may say that an entry waits, or leads to where that is set. */
    fun askForNotices()

    fun open(page: PhonePage)
}

/** What the phone says of itself, without an activity. */
internal interface AboutPhone {
    val keys: PhoneKeys

    /** Whether the app may say that an entry waits. */
    val noticesAllowed: Boolean

    /** The app's version. */
    val version: String

    /** What the app is made of: name and licence, by tab, a line each. */
    fun licences(): List<String>
}

/** The settings, and what they lead to. */
internal class Care(
    bridge: Bridge,
    private val parts: Parts,
) {
    /** What all of them are made with. */
    class Parts(
        val whose: Whose,
        val ways: Navigator,
        val scope: CoroutineScope,
        val preferences: Preferences,
        val phone: AboutPhone,
        /** What outlives the process. */
        val saved: SavedStateHandle,
    )

    val settings = SettingsModel(bridge, parts)
    val phoneKey = PhoneKeyModel(bridge.diary, parts)
    val secrets = SecretsModel(bridge.diary, parts)
    val backup = BackupModel(bridge.backups, bridge.aside, parts)
    val restore = RestoreModel(bridge, parts)
    val rescue = RescueModel(bridge, parts)
    val check = CheckModel(bridge.checks, parts)
    val receiving = ReceivingModel(bridge.background, parts)
    val about = AboutModel(bridge.checks, parts)

    fun takeHands(hands: CareHands?) {
        settings.hands = hands
        backup.hands = hands
        restore.hands = hands
        receiving.hands = hands
    }

    fun takePrompt(prompt: Prompt?) {
        settings.prompt = prompt
        phoneKey.prompt = prompt
    }

    fun takeBluetooth(hands: Hands?) {
        receiving.bluetooth = hands
    }

    /** What a screen shows is read when somebody comes to it. */
    fun entered(place: Place) {
        when (place) {
            Place.Settings -> settings.begin()
            Place.Backup -> backup.begin()
            Place.Restore -> restore.begin()
            Place.Check -> check.begin()
            Place.Receiving -> receiving.begin()
            Place.About -> about.begin()
            else -> Unit
        }
    }

    /** Somebody comes back to the app, perhaps from the phone's settings. */
    fun returned() {
        when (parts.ways.place.value) {
            Place.Settings -> settings.begin()
            Place.Receiving -> receiving.begin()
            else -> Unit
        }
    }

    /** Somebody goes back by the phone's own way; whether that is seen to here. */
    fun back(): Boolean =
        when (parts.ways.place.value) {
            Place.Restore -> restore.back().let { true }
            Place.Rescue -> rescue.back().let { true }
            Place.NewPassphrase, Place.NewCode -> secrets.back().let { true }
            else -> false
        }

    fun picked(
        what: Picked,
        tree: Uri,
    ) {
        when (what) {
            Picked.Backup -> backup.chose(tree)
            Picked.Restore -> restore.chose(tree)
        }
    }

    /** The system's question about a device was answered. */
    fun associated() = receiving.associated()
}
