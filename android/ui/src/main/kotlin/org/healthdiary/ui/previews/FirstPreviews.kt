package org.healthdiary.ui.previews

import org.healthdiary.ui.screens.NewCodeScreen
import org.healthdiary.ui.screens.NewCodeState
import org.healthdiary.ui.screens.PassphraseProblem
import org.healthdiary.ui.screens.PassphraseScreen
import org.healthdiary.ui.screens.PassphraseState
import org.healthdiary.ui.screens.PhoneKeyScreen
import org.healthdiary.ui.screens.PhoneKeyState
import org.healthdiary.ui.screens.RecoveryCodeScreen
import org.healthdiary.ui.screens.RecoveryCodeState
import org.healthdiary.ui.screens.SettingsProblem
import org.healthdiary.ui.screens.Strength
import org.healthdiary.ui.screens.UnlockProblem
import org.healthdiary.ui.screens.UnlockScreen
import org.healthdiary.ui.screens.UnlockState
import org.healthdiary.ui.screens.UnlockWay
import org.healthdiary.ui.screens.WelcomeScreen
import org.healthdiary.ui.screens.WelcomeState
import org.healthdiary.ui.state.Hidden
import java.time.Duration

private val byPhone = UnlockState(UnlockWay.Phone, byPhone = true)
private val byWords = UnlockState(UnlockWay.Passphrase, byPhone = true, secret = Hidden("apron lantern"))

internal val unlockPreviews: List<Preview> =
    listOf(
        "unlock" to byPhone.copy(newEntry = true),
        "unlock-busy" to byWords.copy(busy = true),
        "unlock-cancelled" to byPhone.copy(problem = UnlockProblem.Cancelled),
        "unlock-locked-out" to byWords.copy(problem = UnlockProblem.LockedOut),
        "unlock-key-gone" to byWords.copy(secret = Hidden(""), problem = UnlockProblem.KeyGone),
        "unlock-wrong" to byWords.copy(problem = UnlockProblem.Wrong),
        "unlock-wait" to byWords.copy(problem = UnlockProblem.Wait(Duration.ofMinutes(2))),
        "unlock-wait-some" to byWords.copy(problem = UnlockProblem.Wait()),
        "unlock-code" to UnlockState(UnlockWay.RecoveryCode, secret = Hidden("7K2M9Q"), problem = UnlockProblem.Wrong),
        "unlock-newer" to byWords.copy(problem = UnlockProblem.Newer),
        "unlock-damaged" to byWords.copy(problem = UnlockProblem.Damaged),
        "unlock-missing" to byWords.copy(problem = UnlockProblem.Missing),
        "unlock-in-use" to byWords.copy(problem = UnlockProblem.InUse),
        "unlock-no-space" to byWords.copy(problem = UnlockProblem.NoSpace),
        "unlock-failed" to byWords.copy(problem = UnlockProblem.Failed),
    ).map { (name, state) -> Preview(name) { act -> UnlockScreen(state, act) } }

private val groups = listOf("7K2M9Q", "XW4TRC", "D8HN3V", "B6PYE2", "9GJZQK", "M3FA7D").map(::Hidden)
private val words = Hidden("apron lantern gravel tulip")

internal val firstRunPreviews: List<Preview> =
    listOf(
        Preview("welcome") { act -> WelcomeScreen(WelcomeState(), act) },
        Preview("welcome-named") { act -> WelcomeScreen(WelcomeState(Samples.ana.name), act) },
        Preview("passphrase") { act -> PassphraseScreen(PassphraseState(), act) },
        Preview("passphrase-weak") { act ->
            PassphraseScreen(
                PassphraseState(Hidden("apron"), strength = Strength.Weak, problem = PassphraseProblem.Weak, shown = true),
                act,
            )
        },
        Preview("passphrase-mismatch") { act ->
            PassphraseScreen(PassphraseState(words, Hidden("apron"), strength = Strength.Strong, problem = PassphraseProblem.Mismatch), act)
        },
        Preview("passphrase-no-space") { act -> PassphraseScreen(PassphraseState(words, words, problem = PassphraseProblem.NoSpace), act) },
        Preview("passphrase-failed") { act -> PassphraseScreen(PassphraseState(words, words, problem = PassphraseProblem.Failed), act) },
        Preview("passphrase-changing") { act -> PassphraseScreen(PassphraseState(words, words, busy = true, changing = true), act) },
        Preview("new-code") { act -> NewCodeScreen(NewCodeState(), act) },
        Preview("new-code-failed") { act -> NewCodeScreen(NewCodeState(failed = true), act) },
        Preview("phone-key") { act -> PhoneKeyScreen(PhoneKeyState(), act) },
        Preview("phone-key-locked-out") { act -> PhoneKeyScreen(PhoneKeyState(SettingsProblem.LockedOut), act) },
        Preview("phone-key-impossible") { act -> PhoneKeyScreen(PhoneKeyState(SettingsProblem.Impossible), act) },
        Preview("passphrase-busy") { act -> PassphraseScreen(PassphraseState(words, words, strength = Strength.Good, busy = true), act) },
        Preview("recovery-code") { act -> RecoveryCodeScreen(RecoveryCodeState(groups), act) },
        Preview("recovery-code-check") { act ->
            RecoveryCodeScreen(RecoveryCodeState(groups, check = mapOf(1 to Hidden(""), 4 to Hidden(""))), act)
        },
        Preview("recovery-code-wrong") { act ->
            RecoveryCodeScreen(RecoveryCodeState(groups, check = mapOf(1 to groups[1], 4 to Hidden("9GJZQ")), wrong = setOf(4)), act)
        },
    )
