package org.healthdiary.app

import android.app.Application
import android.bluetooth.BluetoothManager
import android.content.Context
import android.hardware.biometrics.BiometricManager
import android.os.Bundle
import android.os.Looper
import android.os.Parcel
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ComposeTimeoutException
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isRoot
import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.performTextReplacement
import androidx.lifecycle.ViewModelProvider
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.healthdiary.bridge.Bridge
import org.healthdiary.testing.CountedCalls
import org.healthdiary.testing.SimulatedRadio
import org.healthdiary.testing.TestedPhone
import org.junit.After
import org.junit.Before
import org.junit.Rule
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.robolectric.shadow.api.Shadow
import org.robolectric.shadows.ShadowBiometricManager
import java.io.File

/**
 * Somebody at the app, by what they see and tap: the real core, and a simulated cuff in the place of Bluetooth.
 *
 * To try a passphrase costs next to nothing, as on every [TestedPhone].
 */
@OptIn(ExperimentalTestApi::class)
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "w412dp-h915dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
internal abstract class AtTheApp {
    @get:Rule val rule = createEmptyComposeRule()
    protected val context: Context = RuntimeEnvironment.getApplication()
    protected val radio = SimulatedRadio()
    protected val cuff = radio.put(SimulatedRadio.cuff())
    protected val phone = TestedPhone(context)
    protected val calls = CountedCalls()

    /** Whether calls are counted. What the core refuses cannot be told apart then. */
    protected open val counting = false
    protected lateinit var bridge: Bridge
    protected lateinit var activity: ActivityController<MainActivity>

    /** What is behind the screens. */
    protected val model get() = ViewModelProvider(activity.get())[DiaryModel::class.java]

    /** The state that the activity kept when the process ended last. */
    protected var keptBytes = ByteArray(0)
        private set

    /** Before the app is started. */
    protected open fun prepare() = Unit

    @Before
    fun start() {
        shadowOf(context as Application).grantPermissions("android.permission.BLUETOOTH_SCAN", "android.permission.BLUETOOTH_CONNECT")
        shadowOf(context.getSystemService(BluetoothManager::class.java).adapter).setEnabled(true)
        // Whether finger or face may unlock is asked where the phone has a reader for them.
        Shadow.extract<ShadowBiometricManager>(context.getSystemService(BiometricManager::class.java)).setCanAuthenticate(false)
        renew()
        prepare()
        come()
    }

    @After
    fun end() {
        leave()
        phone.close()
    }

    /** A new process, as far as there is one: nothing is in memory. */
    protected fun renew() {
        bridge = Bridge.replace(context, radio) { if (counting) calls.through(it) else calls.note(it) }
    }

    /** Opens the app. */
    protected fun come(kept: Bundle? = null) {
        val fresh = Robolectric.buildActivity(MainActivity::class.java)
        activity = if (kept == null) fresh.setup() else fresh.setup(kept)
    }

    /** Closes the app for good; the diary is shut. */
    protected fun leave() {
        activity.pause().stop().destroy()
        shutTheDoor()
    }

    /** Shuts the diary. Whoever holds it has to come to an end on this thread, so that it must not wait idly. */
    protected fun shutTheDoor() {
        val shutting = CoroutineScope(Dispatchers.IO).launch { bridge.diary.shut() }
        while (!shutting.isCompleted) {
            shadowOf(Looper.getMainLooper()).idle()
            Thread.sleep(1)
        }
    }

    /** Where everything of the diary is, once there is one. */
    protected fun folders() = listOf(File(context.filesDir, "diary"), File(context.noBackupFilesDir, "state"))

    /**
     * The system ends the process while nobody looks, and somebody comes back. Left is what was on the disk, and the state that an
     * activity may keep, as bytes.
     */
    protected fun dieAndComeBack() {
        rule.waitForIdle()
        val state = Bundle()
        activity.pause().stop().saveInstanceState(state)
        keptBytes = bytesOf(state)
        val disk = File(context.cacheDir, "as-it-was")
        folders().filter(File::exists).forEach { it.copyRecursively(File(disk, it.name), overwrite = true) }
        activity.destroy()
        shutTheDoor()
        // What an orderly end wrote is taken away again.
        for (folder in folders()) {
            folder.deleteRecursively()
            File(disk, folder.name).takeIf(File::exists)?.copyRecursively(folder)
        }
        disk.deleteRecursively()
        renew()
        come(bundleOf(keptBytes))
    }

    private fun bytesOf(state: Bundle): ByteArray = Parcel.obtain().run { writeBundle(state).let { marshall() }.also { recycle() } }

    private fun bundleOf(bytes: ByteArray): Bundle? =
        Parcel.obtain().run {
            unmarshall(bytes, 0, bytes.size)
            setDataPosition(0)
            readBundle(MainActivity::class.java.classLoader).also { recycle() }
        }

    /** Waits for a text, or part of one. */
    protected fun see(
        text: String,
        whole: Boolean = false,
    ) {
        wait(text) { rule.onAllNodesWithText(text, substring = !whole).fetchSemanticsNodes().isNotEmpty() }
    }

    /** Waits until something holds; where it never does, says what there is to see instead. */
    protected fun wait(
        what: String,
        holds: () -> Boolean,
    ) {
        try {
            until(holds)
        } catch (_: ComposeTimeoutException) {
            throw AssertionError("not seen: $what; but: ${seen()}")
        }
    }

    /** Waits until something is so; what the screen waits for is done meanwhile. */
    protected fun until(isSo: () -> Boolean) =
        rule.waitUntil(PATIENCE_MS) {
            rule.waitForIdle()
            isSo()
        }

    /** Every text on the screen. */
    protected fun seen(): List<String> = rule.onAllNodes(isRoot()).fetchSemanticsNodes().flatMap(::textsOf)

    private fun textsOf(node: SemanticsNode): List<String> =
        node.config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text } + node.children.flatMap(::textsOf)

    /** Waits until the screen says the same twice: what it shows is read on other threads. Gives what it says. */
    protected fun settle(): List<String> {
        var now = emptyList<String>()
        repeat(SETTLES_TIMES) {
            rule.waitForIdle()
            val last = now
            now = seen()
            if (last == now && now.isNotEmpty()) return now
            Thread.sleep(SETTLES_MS)
        }
        throw AssertionError("the screen does not come to rest: $now")
    }

    /** What is read aloud. */
    protected fun hear(spoken: String) =
        wait(spoken) { rule.onAllNodes(hasContentDescription(spoken, substring = true)).fetchSemanticsNodes().isNotEmpty() }

    protected fun tap(text: String) {
        see(text, whole = true)
        rule.onNodeWithText(text).performClick()
    }

    /** Presses the button that is called so, wherever on its page it stands. */
    protected fun push(text: String) {
        see(text)
        val button = rule.onNode(hasText(text) and hasClickAction())
        val around = generateSequence(button.fetchSemanticsNode().parent) { it.parent }
        if (around.any { SemanticsActions.ScrollBy in it.config }) button.performScrollTo()
        button.performClick()
        rule.waitForIdle()
    }

    /** Types into the line that is called so. */
    protected fun type(
        label: String,
        text: String,
        anew: Boolean = false,
    ) {
        val line = rule.onNode(hasContentDescription(label) and hasSetTextAction()).performScrollTo()
        if (anew) line.performTextReplacement(text) else line.performTextInput(text)
    }

    /** Presses the digits of the number pad. */
    protected fun press(digits: String) {
        see("When")
        for (digit in digits) rule.onNode(hasText(digit.toString()) and hasClickAction()).performClick()
    }

    protected fun back() = rule.runOnUiThread { activity.get().onBackPressedDispatcher.onBackPressed() }

    /** From the welcome to the first day, or until the code is shown. */
    protected fun firstRun(untilCode: Boolean = false) {
        see("Start")
        type("What shall we call you?", "Ana")
        tap("Start")
        see("Once more")
        type("Passphrase", PASSPHRASE)
        type("Once more", PASSPHRASE)
        tap("Continue")
        if (untilCode) return
        writeCodeDown()
        see("Your diary is ready. Take a reading, or type one.")
    }

    /** Writes the code down, and gives back what is asked of it. */
    protected fun writeCodeDown() {
        val groups = groups()
        tap("I wrote it down")
        see("Let us check")
        type("Group 2", groups[1])
        type("Group ${groups.size - 1}", groups[groups.size - 2])
        tap("Continue")
    }

    /** The groups of the code, as they are read aloud. */
    protected fun groups(): List<String> {
        see("I wrote it down")
        return rule
            .onAllNodes(hasContentDescription("Group ", substring = true))
            .fetchSemanticsNodes()
            .map { it.config[SemanticsProperties.ContentDescription].single().substringAfter(": ").replace(" ", "") }
    }

    /** A diary that was made before the app was started: quicker than to make it by hand. */
    protected fun made(name: String = "Ana") =
        runBlocking {
            bridge.diary.make(name, PASSPHRASE)
            bridge.diary.codeIsWritten()
        }

    protected fun unlock() {
        see("Unlock")
        type("Passphrase", PASSPHRASE)
        tap("Unlock")
    }

    /** Pairs the cuff; [paired] looks at the screen that says so. */
    protected fun addCuff(paired: () -> Unit = {}) {
        rule.onNodeWithContentDescription("Settings and more").performClick()
        tap("Devices")
        tap("Add a device")
        tap(cuff.name())
        see("UA-651BLE is paired.")
        paired()
        back()
        see("Devices")
        back()
        see("Lock and privacy")
        back()
    }

    protected fun takeReading() {
        cuff.measurePressure(0u, 128u, 82u, 64u)
        tap("Take a reading")
        tap("Keep")
    }

    protected companion object {
        const val PASSPHRASE = "seven invented words nobody would guess"
        const val PATIENCE_MS = 60_000L
        private const val SETTLES_MS = 60L
        private const val SETTLES_TIMES = 100
    }
}
